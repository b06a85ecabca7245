// One question, one answer, by the official JavaScript client.
import OpenAI from "openai";

const { ZAFFRE_URL, ZAFFRE_API_KEY, ZAFFRE_MODEL = "smollm2-135m-instruct" } = process.env;
const client = new OpenAI({ baseURL: `${ZAFFRE_URL}/v1`, apiKey: ZAFFRE_API_KEY });
const answer = await client.chat.completions.create({
  model: ZAFFRE_MODEL,
  messages: [{ role: "user", content: "Name a blue pigment." }],
  max_tokens: 40,
});
console.log(answer.choices[0].message.content);
