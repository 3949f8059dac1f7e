// Judge of the wire: reads what Seatsync wrote and writes what Seatsync must read, with jose.
//
// One JSON question on standard input, one JSON answer on standard output; asked by agent/tests/judges.rs.
import { createRequire } from "node:module";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { pathToFileURL } from "node:url";

// jose lives in target/judges/node_modules, not beside this file.
const found = createRequire(join(process.env.SEATSYNC_JUDGES, "judge.mjs")).resolve("jose");
const jose = await import(pathToFileURL(found));
const bytes = (value) => new TextEncoder().encode(JSON.stringify(value));

const answers = {
  async read_instance_id({ text, sealing }) {
    const outer = await jose.compactDecrypt(text, await jose.importJWK(sealing, "ECDH-ES"), {
      keyManagementAlgorithms: ["ECDH-ES"], contentEncryptionAlgorithms: ["A256GCM"],
    });
    const signed = new TextDecoder().decode(outer.plaintext);
    const inner = await jose.compactVerify(signed, jose.EmbeddedJWK, { algorithms: ["EdDSA"] });
    return { outer: outer.protectedHeader, header: inner.protectedHeader, claims: JSON.parse(new TextDecoder().decode(inner.payload)) };
  },

  async write_instance_id({ claims, sealing, instance }) {
    const { d, ...jwk } = instance;
    const header = { alg: "EdDSA", typ: "seatsync-instance-id+jwt", kid: await jose.calculateJwkThumbprint(jwk), jwk };
    const signed = await new jose.CompactSign(bytes(claims)).setProtectedHeader(header).sign(await jose.importJWK(instance, "EdDSA"));
    const outer = { alg: "ECDH-ES", enc: "A256GCM", kid: await jose.calculateJwkThumbprint(sealing), cty: "JWT", typ: "seatsync-instance-id+jwe" };
    const to = await jose.importJWK(sealing, "ECDH-ES");
    return { text: await new jose.CompactEncrypt(new TextEncoder().encode(signed)).setProtectedHeader(outer).encrypt(to) };
  },

  async read_token({ text, signing, audience }) {
    const read = await jose.jwtVerify(text, await jose.importJWK(signing, "EdDSA"), {
      algorithms: ["EdDSA"], audience, typ: "seatsync-token+jwt",
    });
    return { header: read.protectedHeader, claims: read.payload };
  },

  async write_token({ claims, signing }) {
    const header = { alg: "EdDSA", typ: "seatsync-token+jwt", kid: await jose.calculateJwkThumbprint(signing) };
    return { text: await new jose.CompactSign(bytes(claims)).setProtectedHeader(header).sign(await jose.importJWK(signing, "EdDSA")) };
  },

  async thumbprint({ key }) {
    return { kid: await jose.calculateJwkThumbprint(key) };
  },
};

const question = JSON.parse(await text(process.stdin));
process.stdout.write(JSON.stringify(await answers[question.ask](question)));
