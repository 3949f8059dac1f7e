"""Judge of the wire: reads what Seatsync wrote and writes what Seatsync must read, with jwcrypto and PyJWT.

One JSON question on standard input, one JSON answer on standard output; asked by agent/tests/judges.rs.
"""

import json
import sys

import jwt
from jwcrypto import jwe, jwk, jws

JWE_ALGORITHMS = ["ECDH-ES", "A256GCM"]


def key(question, name):
    return jwk.JWK(**question[name])


def read_instance_id(question):
    """Opens the seal, checks the signature with the enclosed key, returns headers and claims."""
    sealed = jwe.JWE(algs=JWE_ALGORITHMS)
    sealed.deserialize(question["text"], key(question, "sealing"))
    signed = jws.JWS()
    signed.allowed_algs = ["EdDSA"]
    signed.deserialize(sealed.payload.decode())
    header = json.loads(signed.objects["protected"])
    signed.verify(jwk.JWK(**header["jwk"]))
    return {"outer": json.loads(sealed.objects["protected"]), "header": header, "claims": json.loads(signed.payload)}


def write_instance_id(question):
    """Signs and seals claims as an instance would."""
    instance, portal = key(question, "instance"), key(question, "sealing")
    header = {"alg": "EdDSA", "typ": "seatsync-instance-id+jwt", "kid": instance.thumbprint(), "jwk": json.loads(instance.export_public())}
    signed = jws.JWS(json.dumps(question["claims"]))
    signed.allowed_algs = ["EdDSA"]
    signed.add_signature(instance, None, json.dumps(header))
    outer = {"alg": "ECDH-ES", "enc": "A256GCM", "kid": portal.thumbprint(), "cty": "JWT", "typ": "seatsync-instance-id+jwe"}
    sealed = jwe.JWE(signed.serialize(compact=True), json.dumps(outer), algs=JWE_ALGORITHMS)
    sealed.add_recipient(portal)
    return {"text": sealed.serialize(compact=True)}


def read_token(question):
    """With PyJWT, as a vendor's product in Python would."""
    public = jwt.PyJWK(question["signing"]).key
    # The tests play at a fixed instant, whatever the machine's clock says.
    options = {"verify_iat": False}
    claims = jwt.decode(question["text"], public, algorithms=["EdDSA"], audience=question["audience"], options=options)
    return {"header": jwt.get_unverified_header(question["text"]), "claims": claims}


def write_token(question):
    """With PyJWT, as another portal would."""
    private = jwt.PyJWK(question["signing"]).key
    headers = {"typ": "seatsync-token+jwt", "kid": key(question, "signing").thumbprint()}
    return {"text": jwt.encode(question["claims"], private, algorithm="EdDSA", headers=headers)}


def thumbprint(question):
    return {"kid": key(question, "key").thumbprint()}


ANSWERS = {f.__name__: f for f in (read_instance_id, write_instance_id, read_token, write_token, thumbprint)}
question = json.load(sys.stdin)
json.dump(ANSWERS[question["ask"]](question), sys.stdout)
