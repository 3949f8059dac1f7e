// Verifies a Seatsync token. Usage: node verify-token.mjs JWKS_FILE INSTANCE PRODUCT < token.txt
import { readFileSync } from "node:fs";
import * as jose from "jose";

const [jwksFile, instance, product] = process.argv.slice(2);
const refuse = (sentence) => { console.error(sentence); process.exit(1); };
// In your product: compiled in, not a file that a user may edit.
const keys = JSON.parse(readFileSync(jwksFile, "utf8")).keys.filter((key) => key.kty === "OKP");

const pasted = readFileSync(0, "utf8");
if (pasted.length > 65_536) refuse("This is not a token: it is too long.");
const token = pasted.replace(/-----(BEGIN|END) SEATSYNC TOKEN-----|[\s"'>]/g, "");

try {
  const header = jose.decodeProtectedHeader(token);
  const key = keys.find(({ kid }) => kid === header.kid);
  if (Object.keys(header).sort().join() !== "alg,kid,typ" || !key) refuse("This is not a token of this portal.");
  // One algorithm, and a key from our own list: nothing in the token decides how it is checked.
  const { payload } = await jose.jwtVerify(token, await jose.importJWK(key, "EdDSA"), {
    algorithms: ["EdDSA"], typ: "seatsync-token+jwt", audience: product, subject: `urn:uuid:${instance}`,
  });
  // Still yours to do: refuse a token whose ack.seq is below that of the last one taken.
  for (const license of payload.licenses)
    console.log(license.id, license.tier, license.seats, license.starts_on, license.ends_on);
} catch (error) {
  refuse(`The token is refused: ${error.message}`);
}
