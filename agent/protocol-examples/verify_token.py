"""Verifies a Seatsync token. Usage: python verify_token.py JWKS_FILE INSTANCE PRODUCT < token.txt"""

import json
import re
import sys

import jwt  # PyJWT with `cryptography`

jwks_file, instance, product = sys.argv[1:]
with open(jwks_file) as file:  # in your product: compiled in, not a file that a user may edit
    keys = {key["kid"]: jwt.PyJWK(key).key for key in json.load(file)["keys"] if key["kty"] == "OKP"}

text = sys.stdin.read(65_537)
if len(text) > 65_536:
    sys.exit("This is not a token: it is too long.")
text = re.sub(r"-----(BEGIN|END) SEATSYNC TOKEN-----|[\s\"'>]", "", text)

try:
    header = jwt.get_unverified_header(text)
    if set(header) != {"alg", "typ", "kid"} or header["typ"] != "seatsync-token+jwt":
        sys.exit("This is not a token.")
    # One algorithm, and a key from our own list: nothing in the token decides how it is checked.
    # A clock that runs slow here is no reason to refuse, hence no check of `iat`.
    options = {"verify_iat": False}
    claims = jwt.decode(text, keys[header["kid"]], algorithms=["EdDSA"], audience=product, options=options)
except (jwt.InvalidTokenError, KeyError) as error:
    sys.exit(f"The token is refused: {error}")
if claims["sub"] != f"urn:uuid:{instance}":
    sys.exit("This token is for another instance.")

# Still yours to do: refuse a token whose ack.seq is below that of the last one taken.
for license in claims["licenses"]:
    print(license["id"], license["tier"], license["seats"], license["starts_on"], license["ends_on"])
