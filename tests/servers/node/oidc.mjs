// An OpenID provider on loopback: node oidc.mjs PORT REDIRECT_URI. Whoever signs in as "x" is the account x;
// what each account claims is written to stdin as lines of JSON {"x": {"email": …, "email_verified": …, "hd": …}}.
import readline from "node:readline";
import { Provider } from "oidc-provider";

const [port, redirect] = process.argv.slice(2);
const claims = {};
const provider = new Provider(`http://127.0.0.1:${port}`, {
  clients: [{ client_id: "consola", client_secret: "secreto-de-la-consola", redirect_uris: [redirect] }],
  claims: { openid: ["sub"], email: ["email", "email_verified", "hd"], profile: ["name"] },
  pkce: { required: () => true },
  cookies: { keys: ["prueba"] },
  findAccount: (_ctx, id) => ({ accountId: id, claims: () => ({ sub: id, ...claims[id] }) }),
});
readline.createInterface({ input: process.stdin }).on("line", (line) => {
  Object.assign(claims, JSON.parse(line));
  console.log("claims");
});
provider.listen(Number(port), "127.0.0.1", () => console.log("ready"));
