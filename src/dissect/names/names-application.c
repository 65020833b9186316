/* Names of numbers in DNS, TLS and DHCP, from the IANA registry of each. */
#include "base/array.h"
#include "dissect/names/names-table.h"

const char *name_of_dns_type(uint16_t type)
{
	static const struct value_name table[] = {
		{ 0, "Unused" },
		{ 1, "A" },
		{ 2, "NS" },
		{ 3, "MD" },
		{ 4, "MF" },
		{ 5, "CNAME" },
		{ 6, "SOA" },
		{ 7, "MB" },
		{ 8, "MG" },
		{ 9, "MR" },
		{ 10, "NULL" },
		{ 11, "WKS" },
		{ 12, "PTR" },
		{ 13, "HINFO" },
		{ 14, "MINFO" },
		{ 15, "MX" },
		{ 16, "TXT" },
		{ 17, "RP" },
		{ 18, "AFSDB" },
		{ 19, "X25" },
		{ 20, "ISDN" },
		{ 21, "RT" },
		{ 22, "NSAP" },
		{ 23, "NSAP-PTR" },
		{ 24, "SIG" },
		{ 25, "KEY" },
		{ 26, "PX" },
		{ 27, "GPOS" },
		{ 28, "AAAA" },
		{ 29, "LOC" },
		{ 30, "NXT" },
		{ 31, "EID" },
		{ 32, "NIMLOC" },
		{ 33, "SRV" },
		{ 34, "ATMA" },
		{ 35, "NAPTR" },
		{ 36, "KX" },
		{ 37, "CERT" },
		{ 38, "A6" },
		{ 39, "DNAME" },
		{ 40, "SINK" },
		{ 41, "OPT" },
		{ 42, "APL" },
		{ 43, "DS" },
		{ 44, "SSHFP" },
		{ 45, "IPSECKEY" },
		{ 46, "RRSIG" },
		{ 47, "NSEC" },
		{ 48, "DNSKEY" },
		{ 49, "DHCID" },
		{ 50, "NSEC3" },
		{ 51, "NSEC3PARAM" },
		{ 52, "TLSA" },
		{ 55, "HIP" },
		{ 57, "RKEY" },
		{ 58, "TALINK" },
		{ 59, "CDS" },
		{ 60, "CDNSKEY" },
		{ 61, "OPENPGPKEY" },
		{ 62, "CSYNC" },
		{ 63, "ZONEMD" },
		{ 64, "SVCB" },
		{ 65, "HTTPS" },
		{ 99, "SPF" },
		{ 100, "UINFO" },
		{ 101, "UID" },
		{ 102, "GID" },
		{ 103, "UNSPEC" },
		{ 104, "NID" },
		{ 105, "L32" },
		{ 106, "L64" },
		{ 107, "LP" },
		{ 108, "EUI48" },
		{ 109, "EUI64" },
		{ 249, "TKEY" },
		{ 250, "TSIG" },
		{ 251, "IXFR" },
		{ 252, "AXFR" },
		{ 253, "MAILB" },
		{ 254, "MAILA" },
		{ 255, "ANY" },
		{ 256, "URI" },
		{ 257, "CAA" },
		{ 32768, "TA" },
		{ 32769, "DLV" },
		{ 65281, "WINS" },
		{ 65282, "WINS-R" },
		{ 65422, "XPF" },
	};
	return FIND(table, type);
}

const char *name_of_dns_class(uint16_t class)
{
	static const struct value_name table[] = {
		{ 1, "IN" },
		{ 2, "CS" },
		{ 3, "CH" },
		{ 4, "HS" },
		{ 254, "NONE" },
		{ 255, "ANY" },
	};
	return FIND(table, class);
}

const char *name_of_dns_opcode(uint8_t opcode)
{
	static const struct value_name table[] = {
		{ 0, "Standard query" },
		{ 1, "Inverse query" },
		{ 2, "Server status request" },
		{ 4, "Zone change notification" },
		{ 5, "Dynamic update" },
		{ 6, "DNS Stateful operations (DSO)" },
	};
	return FIND(table, opcode);
}

const char *name_of_dns_response_code(uint8_t code)
{
	static const struct value_name table[] = {
		{ 0, "No error" },
		{ 1, "Format error" },
		{ 2, "Server failure" },
		{ 3, "No such name" },
		{ 4, "Not implemented" },
		{ 5, "Refused" },
		{ 6, "Name exists" },
		{ 7, "RRset exists" },
		{ 8, "RRset does not exist" },
		{ 9, "Not authoritative" },
		{ 10, "Name out of zone" },
		{ 11, "DSO-TYPE not implemented" },
	};
	return FIND(table, code);
}

const char *name_of_edns_option(uint16_t code)
{
	static const struct value_name table[] = {
		{ 1, "LLQ" },
		{ 2, "UL" },
		{ 3, "NSID" },
		{ 5, "DAU" },
		{ 6, "DHU" },
		{ 7, "N3U" },
		{ 8, "Client subnet" },
		{ 9, "EDNS EXPIRE" },
		{ 10, "COOKIE" },
		{ 11, "EDNS TCP Keepalive" },
		{ 12, "PADDING" },
		{ 13, "CHAIN" },
		{ 14, "EDNS Key Tag" },
		{ 15, "Extended DNS Error" },
	};
	return FIND(table, code);
}

const char *name_of_svcb_key(uint16_t key)
{
	static const struct value_name table[] = {
		{ 0, "mandatory" },
		{ 1, "alpn" },
		{ 2, "no-default-alpn" },
		{ 3, "port" },
		{ 4, "ipv4hint" },
		{ 5, "ech" },
		{ 6, "ipv6hint" },
		{ 7, "dohpath" },
		{ 8, "ohttp" },
	};
	return FIND(table, key);
}

const char *name_of_tls_content(uint8_t type)
{
	static const struct value_name table[] = {
		{ 20, "Change Cipher Spec" },
		{ 21, "Alert" },
		{ 22, "Handshake" },
		{ 23, "Application Data" },
		{ 24, "Heartbeat" },
	};
	return FIND(table, type);
}

const char *name_of_tls_version(uint16_t version)
{
	static const struct value_name table[] = {
		{ 0x0300, "SSLv3" },
		{ 0x0301, "TLSv1" },
		{ 0x0302, "TLSv1.1" },
		{ 0x0303, "TLSv1.2" },
		{ 0x0304, "TLSv1.3" },
	};
	return FIND(table, version);
}

const char *name_of_tls_handshake(uint8_t type)
{
	static const struct value_name table[] = {
		{ 0, "Hello Request" },
		{ 1, "Client Hello" },
		{ 2, "Server Hello" },
		{ 3, "Hello Verify Request" },
		{ 4, "New Session Ticket" },
		{ 5, "End of Early Data" },
		{ 6, "Hello Retry Request" },
		{ 8, "Encrypted Extensions" },
		{ 11, "Certificate" },
		{ 12, "Server Key Exchange" },
		{ 13, "Certificate Request" },
		{ 14, "Server Hello Done" },
		{ 15, "Certificate Verify" },
		{ 16, "Client Key Exchange" },
		{ 20, "Finished" },
		{ 21, "Certificate URL" },
		{ 22, "Certificate Status" },
		{ 23, "Supplemental Data" },
		{ 24, "Key Update" },
		{ 25, "Compressed Certificate" },
		{ 67, "Next Protocol" },
	};
	return FIND(table, type);
}

const char *name_of_tls_extension(uint16_t type)
{
	static const struct value_name table[] = {
		{ 0, "server_name" },
		{ 1, "max_fragment_length" },
		{ 5, "status_request" },
		{ 10, "supported_groups" },
		{ 11, "ec_point_formats" },
		{ 13, "signature_algorithms" },
		{ 14, "use_srtp" },
		{ 15, "heartbeat" },
		{ 16, "application_layer_protocol_negotiation" },
		{ 17, "status_request_v2" },
		{ 18, "signed_certificate_timestamp" },
		{ 21, "padding" },
		{ 22, "encrypt_then_mac" },
		{ 23, "extended_master_secret" },
		{ 27, "compress_certificate" },
		{ 28, "record_size_limit" },
		{ 34, "delegated_credentials" },
		{ 35, "session_ticket" },
		{ 41, "pre_shared_key" },
		{ 42, "early_data" },
		{ 43, "supported_versions" },
		{ 44, "cookie" },
		{ 45, "psk_key_exchange_modes" },
		{ 47, "certificate_authorities" },
		{ 48, "oid_filters" },
		{ 49, "post_handshake_auth" },
		{ 50, "signature_algorithms_cert" },
		{ 51, "key_share" },
		{ 57, "quic_transport_parameters" },
		{ 13172, "next_protocol_negotiation" },
		{ 17513, "application_settings" },
		{ 65037, "encrypted_client_hello" },
		{ 65281, "renegotiation_info" },
	};
	return FIND(table, type);
}

const char *name_of_tls_group(uint16_t group)
{
	static const struct value_name table[] = {
		{ 1, "sect163k1" },
		{ 2, "sect163r1" },
		{ 3, "sect163r2" },
		{ 4, "sect193r1" },
		{ 5, "sect193r2" },
		{ 6, "sect233k1" },
		{ 7, "sect233r1" },
		{ 8, "sect239k1" },
		{ 9, "sect283k1" },
		{ 10, "sect283r1" },
		{ 11, "sect409k1" },
		{ 12, "sect409r1" },
		{ 13, "sect571k1" },
		{ 14, "sect571r1" },
		{ 15, "secp160k1" },
		{ 16, "secp160r1" },
		{ 17, "secp160r2" },
		{ 18, "secp192k1" },
		{ 19, "secp192r1" },
		{ 20, "secp224k1" },
		{ 21, "secp224r1" },
		{ 22, "secp256k1" },
		{ 23, "secp256r1" },
		{ 24, "secp384r1" },
		{ 25, "secp521r1" },
		{ 26, "brainpoolP256r1" },
		{ 27, "brainpoolP384r1" },
		{ 28, "brainpoolP512r1" },
		{ 29, "x25519" },
		{ 30, "x448" },
		{ 256, "ffdhe2048" },
		{ 257, "ffdhe3072" },
		{ 258, "ffdhe4096" },
		{ 259, "ffdhe6144" },
		{ 260, "ffdhe8192" },
		{ 4588, "X25519MLKEM768" },
		{ 25497, "X25519Kyber768Draft00" },
	};
	return FIND(table, group);
}

const char *name_of_tls_signature(uint16_t scheme)
{
	static const struct value_name table[] = {
		{ 0x0101, "MD5 RSA" },
		{ 0x0201, "rsa_pkcs1_sha1" },
		{ 0x0202, "SHA1 DSA" },
		{ 0x0203, "ecdsa_sha1" },
		{ 0x0301, "SHA224 RSA" },
		{ 0x0302, "SHA224 DSA" },
		{ 0x0303, "SHA224 ECDSA" },
		{ 0x0401, "rsa_pkcs1_sha256" },
		{ 0x0402, "SHA256 DSA" },
		{ 0x0403, "ecdsa_secp256r1_sha256" },
		{ 0x0501, "rsa_pkcs1_sha384" },
		{ 0x0502, "SHA384 DSA" },
		{ 0x0503, "ecdsa_secp384r1_sha384" },
		{ 0x0601, "rsa_pkcs1_sha512" },
		{ 0x0602, "SHA512 DSA" },
		{ 0x0603, "ecdsa_secp521r1_sha512" },
		{ 0x0804, "rsa_pss_rsae_sha256" },
		{ 0x0805, "rsa_pss_rsae_sha384" },
		{ 0x0806, "rsa_pss_rsae_sha512" },
		{ 0x0807, "ed25519" },
		{ 0x0808, "ed448" },
		{ 0x0809, "rsa_pss_pss_sha256" },
		{ 0x080a, "rsa_pss_pss_sha384" },
		{ 0x080b, "rsa_pss_pss_sha512" },
	};
	return FIND(table, scheme);
}

const char *name_of_tls_point_format(uint8_t format)
{
	static const struct value_name table[] = {
		{ 0, "uncompressed" },
		{ 1, "ansiX962_compressed_prime" },
		{ 2, "ansiX962_compressed_char2" },
	};
	return FIND(table, format);
}

const char *name_of_tls_alert(uint8_t description)
{
	static const struct value_name table[] = {
		{ 0, "Close Notify" },
		{ 10, "Unexpected Message" },
		{ 20, "Bad Record MAC" },
		{ 21, "Decryption Failed" },
		{ 22, "Record Overflow" },
		{ 30, "Decompression Failure" },
		{ 40, "Handshake Failure" },
		{ 41, "No Certificate" },
		{ 42, "Bad Certificate" },
		{ 43, "Unsupported Certificate" },
		{ 44, "Certificate Revoked" },
		{ 45, "Certificate Expired" },
		{ 46, "Certificate Unknown" },
		{ 47, "Illegal Parameter" },
		{ 48, "Unknown CA" },
		{ 49, "Access Denied" },
		{ 50, "Decode Error" },
		{ 51, "Decrypt Error" },
		{ 60, "Export Restriction" },
		{ 70, "Protocol Version" },
		{ 71, "Insufficient Security" },
		{ 80, "Internal Error" },
		{ 86, "Inappropriate Fallback" },
		{ 90, "User Canceled" },
		{ 100, "No Renegotiation" },
		{ 109, "Missing Extension" },
		{ 110, "Unsupported Extension" },
		{ 112, "Unrecognized Name" },
		{ 113, "Bad Certificate Status Response" },
		{ 115, "Unknown PSK Identity" },
		{ 116, "Certificate Required" },
		{ 120, "No application Protocol" },
	};
	return FIND(table, description);
}

const char *name_of_tls_cipher_suite(uint16_t suite)
{
	static const struct value_name table[] = {
		{ 0x0004, "TLS_RSA_WITH_RC4_128_MD5" },
		{ 0x0005, "TLS_RSA_WITH_RC4_128_SHA" },
		{ 0x000a, "TLS_RSA_WITH_3DES_EDE_CBC_SHA" },
		{ 0x002f, "TLS_RSA_WITH_AES_128_CBC_SHA" },
		{ 0x0033, "TLS_DHE_RSA_WITH_AES_128_CBC_SHA" },
		{ 0x0035, "TLS_RSA_WITH_AES_256_CBC_SHA" },
		{ 0x0039, "TLS_DHE_RSA_WITH_AES_256_CBC_SHA" },
		{ 0x003c, "TLS_RSA_WITH_AES_128_CBC_SHA256" },
		{ 0x003d, "TLS_RSA_WITH_AES_256_CBC_SHA256" },
		{ 0x0067, "TLS_DHE_RSA_WITH_AES_128_CBC_SHA256" },
		{ 0x006b, "TLS_DHE_RSA_WITH_AES_256_CBC_SHA256" },
		{ 0x009c, "TLS_RSA_WITH_AES_128_GCM_SHA256" },
		{ 0x009d, "TLS_RSA_WITH_AES_256_GCM_SHA384" },
		{ 0x009e, "TLS_DHE_RSA_WITH_AES_128_GCM_SHA256" },
		{ 0x009f, "TLS_DHE_RSA_WITH_AES_256_GCM_SHA384" },
		{ 0x00ff, "TLS_EMPTY_RENEGOTIATION_INFO_SCSV" },
		{ 0x1301, "TLS_AES_128_GCM_SHA256" },
		{ 0x1302, "TLS_AES_256_GCM_SHA384" },
		{ 0x1303, "TLS_CHACHA20_POLY1305_SHA256" },
		{ 0x1304, "TLS_AES_128_CCM_SHA256" },
		{ 0x5600, "TLS_FALLBACK_SCSV" },
		{ 0xc007, "TLS_ECDHE_ECDSA_WITH_RC4_128_SHA" },
		{ 0xc009, "TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA" },
		{ 0xc00a, "TLS_ECDHE_ECDSA_WITH_AES_256_CBC_SHA" },
		{ 0xc011, "TLS_ECDHE_RSA_WITH_RC4_128_SHA" },
		{ 0xc013, "TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA" },
		{ 0xc014, "TLS_ECDHE_RSA_WITH_AES_256_CBC_SHA" },
		{ 0xc023, "TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA256" },
		{ 0xc024, "TLS_ECDHE_ECDSA_WITH_AES_256_CBC_SHA384" },
		{ 0xc027, "TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA256" },
		{ 0xc028, "TLS_ECDHE_RSA_WITH_AES_256_CBC_SHA384" },
		{ 0xc02b, "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256" },
		{ 0xc02c, "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384" },
		{ 0xc02f, "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256" },
		{ 0xc030, "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384" },
		{ 0xcca8, "TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256" },
		{ 0xcca9, "TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256" },
		{ 0xccaa, "TLS_DHE_RSA_WITH_CHACHA20_POLY1305_SHA256" },
	};
	return FIND(table, suite);
}

const char *name_of_dhcp_message(uint8_t type)
{
	static const struct value_name table[] = {
		{ 1, "Discover" },
		{ 2, "Offer" },
		{ 3, "Request" },
		{ 4, "Decline" },
		{ 5, "ACK" },
		{ 6, "NAK" },
		{ 7, "Release" },
		{ 8, "Inform" },
		{ 9, "Force Renew" },
		{ 10, "Lease query" },
		{ 11, "Lease Unassigned" },
		{ 12, "Lease Unknown" },
		{ 13, "Lease Active" },
	};
	return FIND(table, type);
}

const char *name_of_dhcp_option(uint8_t code)
{
	static const struct value_name table[] = {
		{ 1, "Subnet Mask" },
		{ 2, "Time Offset" },
		{ 3, "Router" },
		{ 4, "Time Server" },
		{ 5, "Name Server" },
		{ 6, "Domain Name Server" },
		{ 12, "Host Name" },
		{ 15, "Domain Name" },
		{ 17, "Root Path" },
		{ 26, "Interface MTU" },
		{ 28, "Broadcast Address" },
		{ 33, "Static Route" },
		{ 42, "Network Time Protocol Servers" },
		{ 43, "Vendor-Specific Information" },
		{ 44, "NetBIOS over TCP/IP Name Server" },
		{ 46, "NetBIOS over TCP/IP Node Type" },
		{ 50, "Requested IP Address" },
		{ 51, "IP Address Lease Time" },
		{ 52, "Option Overload" },
		{ 53, "DHCP Message Type" },
		{ 54, "DHCP Server Identifier" },
		{ 55, "Parameter Request List" },
		{ 56, "Message" },
		{ 57, "Maximum DHCP Message Size" },
		{ 58, "Renewal Time Value" },
		{ 59, "Rebinding Time Value" },
		{ 60, "Vendor class identifier" },
		{ 61, "Client identifier" },
		{ 66, "TFTP Server Name" },
		{ 67, "Bootfile name" },
		{ 80, "Rapid commit" },
		{ 81, "Client Fully Qualified Domain Name" },
		{ 82, "Agent Information Option" },
		{ 108, "IPv6-Only Preferred" },
		{ 114, "DHCP Captive-Portal" },
		{ 116, "DHCP Auto-Configuration" },
		{ 119, "Domain Search" },
		{ 121, "Classless Static Route" },
		{ 125, "V-I Vendor-specific Information" },
		{ 252, "Private/Proxy autodiscovery" },
	};
	return FIND(table, code);
}

const char *name_of_dhcpv6_message(uint8_t type)
{
	static const struct value_name table[] = {
		{ 1, "Solicit" },
		{ 2, "Advertise" },
		{ 3, "Request" },
		{ 4, "Confirm" },
		{ 5, "Renew" },
		{ 6, "Rebind" },
		{ 7, "Reply" },
		{ 8, "Release" },
		{ 9, "Decline" },
		{ 10, "Reconfigure" },
		{ 11, "Information-request" },
		{ 12, "Relay-forw" },
		{ 13, "Relay-reply" },
	};
	return FIND(table, type);
}

const char *name_of_dhcpv6_duid(uint16_t type)
{
	static const struct value_name table[] = {
		{ 1, "link-layer address plus time" },
		{ 2, "assigned by vendor based on Enterprise number" },
		{ 3, "link-layer address" },
		{ 4, "Universally Unique IDentifier (UUID)" },
	};
	return FIND(table, type);
}

const char *name_of_dhcpv6_status(uint16_t code)
{
	static const char *const names[] = { "Success", "UnspecFail", "NoAddrAvail", "NoBinding",
		"NotOnLink", "UseMulticast", "NoPrefixAvail", "UnknownQueryType", "MalformedQuery",
		"NotConfigured", "NotAllowed", "QueryTerminated", "DataMissing", "CatchUpComplete",
		"NotSupported", "TLSConnectionRefused" };
	return code < ARRAY_COUNT(names) ? names[code] : NULL;
}

const char *name_of_dhcpv6_option(uint16_t code)
{
	static const struct value_name table[] = {
		{ 1, "Client Identifier" },
		{ 2, "Server Identifier" },
		{ 3, "Identity Association for Non-temporary Address" },
		{ 4, "Identity Association for Temporary Address" },
		{ 5, "IA Address" },
		{ 6, "Option Request" },
		{ 7, "Preference" },
		{ 8, "Elapsed time" },
		{ 9, "Relay Message" },
		{ 11, "Authentication" },
		{ 12, "Server unicast" },
		{ 13, "Status code" },
		{ 14, "Rapid Commit" },
		{ 15, "User Class" },
		{ 16, "Vendor Class" },
		{ 17, "Vendor-specific Information" },
		{ 18, "Interface-Id" },
		{ 23, "DNS recursive name server" },
		{ 24, "Domain Search List" },
		{ 25, "Identity Association for Prefix Delegation" },
		{ 26, "IA Prefix" },
		{ 39, "Fully Qualified Domain Name" },
	};
	return FIND(table, code);
}

bool is_port_of_http(uint16_t port)
{
	static const uint16_t ports[] = { 80, 8080, 3128, 3132, 5985, 8088, 11371, 1900, 2869,
		2710 };
	for (size_t i = 0; i < ARRAY_COUNT(ports); i++) {
		if (ports[i] == port)
			return true;
	}
	return false;
}
