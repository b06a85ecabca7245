// A real identity provider for tests: whoever types a name signs in under it, by the provider's own pages.

import { createServer } from 'node:http';
import { generateKeyPairSync } from 'node:crypto';
import { Provider } from 'oidc-provider';

const AUDIENCE = 'https://zaffre.example.com';

function key(kid) {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  return { ...privateKey.export({ format: 'jwk' }), kid, use: 'sig', alg: 'RS256' };
}

async function findAccount(context, login) {
  const email = login.includes('@') ? login.replace('unproven-', '') : `${login}@example.com`;
  const groups = login.startsWith('chief') ? ['chiefs'] : [];
  const claims = { sub: login, email, email_verified: !login.startsWith('unproven-'), name: login, groups };
  return { accountId: login, claims: async () => claims };
}

function configuration(keys) {
  const resource = {
    audience: AUDIENCE,
    scope: 'call',
    accessTokenFormat: 'jwt',
    jwt: { sign: { alg: 'RS256' } },
  };
  return {
    jwks: { keys },
    findAccount,
    claims: { openid: ['sub'], email: ['email', 'email_verified'], profile: ['name', 'groups'] },
    cookies: { keys: ['only for tests'] },
    extraTokenClaims: (context, token) => ({ project: token.clientId === 'robot' ? undefined : 'default' }),
    clients: [
      {
        client_id: 'zaffre',
        client_secret: 'a secret of the test',
        application_type: 'native',
        redirect_uris: ['http://127.0.0.1/v1/auth/oidc/test/callback'],
        post_logout_redirect_uris: ['http://127.0.0.1/account'],
      },
      {
        client_id: 'robot',
        client_secret: 'another secret',
        redirect_uris: [],
        response_types: [],
        grant_types: ['client_credentials'],
      },
    ],
    features: {
      clientCredentials: { enabled: true },
      devInteractions: { enabled: true },
      resourceIndicators: {
        enabled: true,
        defaultResource: (context) => (context.oidc.client.clientId === 'robot' ? AUDIENCE : undefined),
        getResourceServerInfo: () => resource,
        useGrantedResource: () => true,
      },
    },
  };
}

let handle;
const server = createServer((request, response) => {
  if (request.url === '/rotate') {
    start(`key-${Date.now()}`);
    response.end();
  } else {
    handle(request, response);
  }
});

function start(kid) {
  const issuer = `http://127.0.0.1:${server.address().port}`;
  handle = new Provider(issuer, configuration([key(kid)])).callback();
  return issuer;
}

server.listen(0, '127.0.0.1', () => console.log(start('key-1')));
