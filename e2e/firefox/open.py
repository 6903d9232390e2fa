"""Opens a push message (RFC 8291) with http_ece, which shares no code with our server. Reads JSON, prints the text."""

import base64
import json
import sys

import http_ece
from cryptography.hazmat.primitives.asymmetric import ec


def read(text):
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


message = json.load(sys.stdin)
key = ec.derive_private_key(int.from_bytes(read(message["privateKey"]), "big"), ec.SECP256R1())
text = http_ece.decrypt(read(message["body"]), private_key=key, auth_secret=read(message["auth"]), version="aes128gcm")
print(text.decode())
