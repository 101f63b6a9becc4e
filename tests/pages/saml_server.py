"""A SAML server of which the tests are the master: its certificate over HTTP, and what it says signed with xmlsec."""

from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.x509.oid import NameOID
from onelogin.saml2.utils import OneLogin_Saml2_Utils

BINDINGS = "urn:oasis:names:tc:SAML:2.0:bindings"
MADE = datetime.now(UTC)


class Signer:
    """A key and the certificate that goes with it, as PEM."""

    def __init__(self) -> None:
        key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
        name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "id.example.com")])
        made = x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
        made = made.serial_number(1).not_valid_before(MADE).not_valid_after(MADE + timedelta(days=1))
        pem, plain = serialization.Encoding.PEM, serialization.NoEncryption()
        self.certificate = made.sign(key, hashes.SHA256()).public_bytes(pem).decode()
        self.key = key.private_bytes(pem, serialization.PrivateFormat.PKCS8, plain).decode()


class Metadata(BaseHTTPRequestHandler):
    """Tells who the other server is."""

    said = ""

    def do_GET(self) -> None:
        self.send_response(200)
        self.end_headers()
        self.wfile.write(self.said.encode())

    def log_message(self, format: str, *words: object) -> None:  # noqa: A002 - the library's own name
        """Standard error is for what goes wrong."""


OTHER = HTTPServer(("127.0.0.1", 0), Metadata)
ENTITY = f"http://127.0.0.1:{OTHER.server_port}/metadata"

HERE = "http://localhost/account/saml/saml"
SIGNER, STRANGER = Signer(), Signer()


def metadata() -> str:
    """What the other server says of itself."""
    bare = "".join(SIGNER.certificate.splitlines()[1:-1])
    return (
        f'<md:EntityDescriptor xmlns:md="urn:oasis:names:tc:SAML:2.0:metadata" entityID="{ENTITY}">'
        '<md:IDPSSODescriptor protocolSupportEnumeration="urn:oasis:names:tc:SAML:2.0:protocol">'
        '<md:KeyDescriptor use="signing"><ds:KeyInfo xmlns:ds="http://www.w3.org/2000/09/xmldsig#">'
        f"<ds:X509Data><ds:X509Certificate>{bare}</ds:X509Certificate></ds:X509Data></ds:KeyInfo></md:KeyDescriptor>"
        f'<md:SingleSignOnService Binding="{BINDINGS}:HTTP-Redirect" Location="https://id.example.com/sso"/>'
        "</md:IDPSSODescriptor></md:EntityDescriptor>"
    )


def answer(email: str, asked: str, signer: Signer) -> str:
    """What it says of somebody: the assertion signed, as SAML core 2.0 has it."""
    now = datetime.now(UTC)
    at, ends = (moment.strftime("%Y-%m-%dT%H:%M:%SZ") for moment in (now, now + timedelta(minutes=5)))
    reply = f'InResponseTo="{asked}"' if asked else ""
    assertion = (
        f'<saml:Assertion xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion" ID="a1{asked}" Version="2.0" IssueInstant="{at}">'
        f"<saml:Issuer>{ENTITY}</saml:Issuer><saml:Subject>"
        f'<saml:NameID Format="urn:oasis:names:tc:SAML:1.1:nameid-format:emailAddress">{email}</saml:NameID>'
        '<saml:SubjectConfirmation Method="urn:oasis:names:tc:SAML:2.0:cm:bearer">'
        f'<saml:SubjectConfirmationData NotOnOrAfter="{ends}" Recipient="{HERE}/acs/" {reply}/>'
        f'</saml:SubjectConfirmation></saml:Subject><saml:Conditions NotBefore="{at}" NotOnOrAfter="{ends}">'
        f"<saml:AudienceRestriction><saml:Audience>{HERE}/metadata/</saml:Audience></saml:AudienceRestriction>"
        f'</saml:Conditions><saml:AuthnStatement AuthnInstant="{at}" SessionIndex="s1"><saml:AuthnContext>'
        "<saml:AuthnContextClassRef>urn:oasis:names:tc:SAML:2.0:ac:classes:Password</saml:AuthnContextClassRef>"
        "</saml:AuthnContext></saml:AuthnStatement><saml:AttributeStatement>"
        f'<saml:Attribute Name="email"><saml:AttributeValue>{email}</saml:AttributeValue></saml:Attribute>'
        "</saml:AttributeStatement></saml:Assertion>"
    )
    signed = OneLogin_Saml2_Utils.add_sign(assertion, signer.key, signer.certificate).decode()
    return (
        f'<samlp:Response xmlns:samlp="urn:oasis:names:tc:SAML:2.0:protocol" ID="r1{asked}" Version="2.0"'
        f' IssueInstant="{at}" Destination="{HERE}/acs/" {reply}>'
        f'<saml:Issuer xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion">{ENTITY}</saml:Issuer>'
        '<samlp:Status><samlp:StatusCode Value="urn:oasis:names:tc:SAML:2.0:status:Success"/></samlp:Status>'
        f"{signed}</samlp:Response>"
    )
