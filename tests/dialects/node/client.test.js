// The official Node client, in all dialects. The Python test tells where the server is.

import assert from "node:assert/strict";
import { test } from "node:test";

import OpenAI, { AzureOpenAI } from "openai";

const { ZAFFRE_URL: url, ZAFFRE_KEY: apiKey } = process.env;
const messages = [{ role: "user", content: "Hello blue world" }];
const tool = { name: "paint", parameters: { type: "object" } };

const makers = {
  openai: (key) => new OpenAI({ baseURL: `${url}/v1`, apiKey: key, maxRetries: 0 }),
  azure: (key) => new AzureOpenAI({ endpoint: url, apiKey: key, apiVersion: "2024-10-21", maxRetries: 0 }),
  azure_v1: (key) => new OpenAI({ baseURL: `${url}/openai/v1`, apiKey: key, maxRetries: 0 }),
};

for (const [dialect, make] of Object.entries(makers)) {
  const client = make(apiKey);

  test(`${dialect}: chat comes whole with its usage`, async () => {
    const answer = await client.chat.completions.create({ model: "echo", messages });
    assert.equal(answer.choices[0].message.content, "Hello blue world");
    assert.equal(answer.usage.total_tokens, 6);
  });

  test(`${dialect}: streamed chat says the same`, async () => {
    const stream = await client.chat.completions.create({ model: "echo", messages, stream: true });
    let said = "";
    for await (const chunk of stream) said += chunk.choices[0]?.delta?.content ?? "";
    assert.equal(said, "Hello blue world");
  });

  test(`${dialect}: a required tool is called`, async () => {
    const answer = await client.chat.completions.create({
      model: "echo",
      messages: [{ role: "user", content: '{"colour":"blue"}' }],
      tools: [{ type: "function", function: tool }],
      tool_choice: "required",
    });
    assert.deepEqual(JSON.parse(answer.choices[0].message.tool_calls[0].function.arguments), { colour: "blue" });
  });

  test(`${dialect}: completions are answered`, async () => {
    const answer = await client.completions.create({ model: "echo", prompt: "one two" });
    assert.equal(answer.choices[0].text, "one two");
  });

  test(`${dialect}: embeddings are the same as numbers and as base64`, async () => {
    const input = ["sky", "sea"];
    const packed = await client.embeddings.create({ model: "echo", input });
    const plain = await client.embeddings.create({ model: "echo", input, encoding_format: "float" });
    assert.deepEqual(packed.data[1].embedding, plain.data[1].embedding);
  });

  test(`${dialect}: a response comes whole and streamed`, async () => {
    const whole = await client.responses.create({ model: "echo", input: "Hello blue world" });
    assert.equal(whole.output_text, "Hello blue world");
    const stream = client.responses.stream({ model: "echo", input: "Hello blue world" });
    assert.equal((await stream.finalResponse()).output_text, "Hello blue world");
  });

  test(`${dialect}: a response calls a tool`, async () => {
    const stream = client.responses.stream({
      model: "echo",
      input: '{"colour":"blue"}',
      tools: [{ type: "function", strict: false, ...tool }],
      tool_choice: { type: "function", name: "paint" },
    });
    const [call] = (await stream.finalResponse()).output;
    assert.equal(call.name, "paint");
    assert.deepEqual(JSON.parse(call.arguments), { colour: "blue" });
  });

  test(`${dialect}: models are listed and found`, async () => {
    const found = [];
    for await (const model of client.models.list()) found.push(model.id);
    assert.ok(found.includes("echo"));
    assert.equal((await client.models.retrieve("echo")).id, "echo");
  });

  test(`${dialect}: refusals are the right errors, with the field named`, async () => {
    const ask = (more, who = client) => who.chat.completions.create({ model: "echo", messages, ...more });
    await assert.rejects(ask({}, make("zf-wrong")), OpenAI.AuthenticationError);
    await assert.rejects(ask({ model: "nobody" }), OpenAI.NotFoundError);
    for (const stream of [false, true]) {
      await assert.rejects(ask({ temperature: 9, stream }), (error) => {
        assert.ok(error instanceof OpenAI.BadRequestError);
        assert.equal(error.param, "temperature");
        return true;
      });
    }
  });
}
