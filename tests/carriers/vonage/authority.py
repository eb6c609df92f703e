"""Certificates of our own, for servers on this machine."""

from __future__ import annotations

import ipaddress
import ssl
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import NamedTuple

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

DAY = timedelta(days=1)


class Authority(NamedTuple):
    """Who is believed: `path` is its certificate."""

    folder: Path
    key: ec.EllipticCurvePrivateKey
    certificate: x509.Certificate
    path: Path

    def server(
        self, address: str = "127.0.0.1", begins: timedelta = -DAY, ends: timedelta = DAY
    ) -> ssl.SSLContext:
        """A server that speaks TLS under this address."""
        key = ec.generate_private_key(ec.SECP256R1())
        named = x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address(address))])
        made = _draft(address, key, self.certificate.subject, begins, ends).add_extension(
            named, critical=False
        )
        chain = self.folder / f"{address}-{ends.total_seconds()}.pem"
        chain.write_bytes(_pem(made.sign(self.key, hashes.SHA256())) + _pem(key))
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(chain)
        return context


def authority(folder: Path, name: str) -> Authority:
    key = ec.generate_private_key(ec.SECP256R1())
    own = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    draft = _draft(name, key, own, -DAY, DAY)
    of_authority = x509.BasicConstraints(ca=True, path_length=None)
    certificate = draft.add_extension(of_authority, critical=True).sign(key, hashes.SHA256())
    path = folder / f"{name}.pem"
    path.write_bytes(_pem(certificate))
    return Authority(folder, key, certificate, path)


def _draft(
    name: str, key: ec.EllipticCurvePrivateKey, issuer: x509.Name, begins: timedelta, ends: timedelta
) -> x509.CertificateBuilder:
    now = datetime.now(UTC)
    own = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    draft = x509.CertificateBuilder(issuer, own, key.public_key(), x509.random_serial_number())
    return draft.not_valid_before(now + begins - DAY).not_valid_after(now + ends)


def _pem(one: x509.Certificate | ec.EllipticCurvePrivateKey) -> bytes:
    if isinstance(one, x509.Certificate):
        return one.public_bytes(serialization.Encoding.PEM)
    plain = serialization.NoEncryption()
    return one.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, plain)
