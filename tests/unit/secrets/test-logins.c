/*
 * Logins of each protocol. A secret is between two marks, \375 and \374, which are removed. Each of
 * its bytes must be found in the whole text and in every prefix of it, and nothing else may be.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/arena.h"
#include "base/array.h"
#include "secrets/login/logins.h"

#define B(text) text, sizeof(text) - 1

struct login_case {
	const char *name;
	const char *text;
	size_t size;
	uint16_t source_port, destination_port;
	bool is_datagram;
	bool is_loose; /* more than the secret may be hidden where the text is cut */
	const char *protocol; /* as a datagram is named */
};

static const struct login_case cases[] = {
	{ "FTP", B("USER anna\r\nPASS \375geheim 1\374\r\nCWD /\r\n"), 4000, 21, false, false,
		NULL },
	{ "FTP, lower case", B("user anna\npass \375geheim\374\ncwd /\n"), 4000, 21, false, false,
		NULL },
	{ "FTP account", B("ACCT \375xyzzy\374\r\n"), 4000, 21, false, false, NULL },
	{ "FTP over TLS", B("AUTH TLS\r\nPBSZ 0\r\n"), 4000, 21, false, false, NULL },
	{ "APOP", B("APOP anna \375c4c9334bac560ecc979e58001b3e22fb\374\r\nSTAT\r\n"), 4000, 110,
		false, false, NULL },
	{ "AUTH PLAIN", B("EHLO a\r\nAUTH PLAIN \375AGFubmEAZ2VoZWlt\374\r\nMAIL FROM:<a@b>\r\n"),
		4000, 25, false, false, NULL },
	{ "AUTH PLAIN, next line",
		B("AUTH PLAIN\r\n\375AGFubmEAZ2VoZWlt\374\r\nMAIL FROM:<a@b>\r\n"), 4000, 25, false,
		false, NULL },
	{ "AUTH LOGIN",
		B("AUTH LOGIN\r\n\375YW5uYQ==\374\r\n\375Z2VoZWlt\374\r\nMAIL FROM:<a@b>\r\n"),
		4000, 587, false, false, NULL },
	{ "AUTH LOGIN with a name",
		B("AUTH LOGIN \375YW5uYQ==\374\r\n\375Z2VoZWlt\374\r\nQUIT now\r\n"), 4000, 587,
		false, false, NULL },
	{ "AUTH CRAM-MD5",
		B("auth cram-md5\r\n\375YW5uYSBiOTEzYTYwMmM3ZWRhN2E0OTU=\374\r\nMAIL FROM:<a@b>\r\n"),
		4000, 25, false, false, NULL },
	{ "AUTH SCRAM", B("AUTH SCRAM-SHA-256 \375biwsbj1h\374\r\n\375Yz1iaXdz\374\r\n"), 4000, 25,
		false, false, NULL },
	{ "AUTH given up", B("AUTH LOGIN\r\n*\r\nQUIT\r\n"), 4000, 25, false, true, NULL },
	{ "IMAP LOGIN", B("a1 LOGIN anna \375geheim\374\r\na2 SELECT INBOX\r\n"), 4000, 143, false,
		false, NULL },
	{ "IMAP LOGIN, quoted", B("A LOGIN \"an na\" \"\375ge\\\"he im\374\"\r\nB NOOP\r\n"), 4000,
		143, false, false, NULL },
	{ "IMAP LOGIN, literals", B("a1 LOGIN {4}\r\nanna {6}\r\n\375ge\r\nim\374\r\na2 NOOP\r\n"),
		4000, 143, false, false, NULL },
	{ "IMAP LOGIN, literals+", B("a1 login {4+}\r\nanna {6+}\r\n\375geheim\374\r\na2 NOOP\r\n"),
		4000, 143, false, false, NULL },
	{ "IMAP AUTHENTICATE",
		B("a1 AUTHENTICATE PLAIN\r\n\375AGFubmEAZ2VoZWlt\374\r\na2 NOOP\r\n"), 4000, 143,
		false, false, NULL },
	{ "IMAP SASL-IR", B("a1 AUTHENTICATE PLAIN \375AGFubmEAZ2VoZWlt\374\r\na2 NOOP\r\n"), 4000,
		143, false, false, NULL },
	{ "ManageSieve",
		B("AUTHENTICATE \"PLAIN\" \"\375AGFubmEAZ2VoZWlt\374\"\r\nLISTSCRIPTS\r\n"), 4000,
		4190, false, false, NULL },
	{ "ManageSieve, literal",
		B("AUTHENTICATE \"PLAIN\" {16+}\r\n\375AGFubmEAZ2VoZWlt\374\r\nLOGOUT now\r\n"),
		4000, 4190, false, false, NULL },
	{ "NNTP", B("AUTHINFO USER anna\r\nAUTHINFO PASS \375geheim\374\r\nGROUP a.b\r\n"), 4000,
		119, false, false, NULL },
	{ "IRC", B("PASS \375geheim\374\r\nNICK anna\r\nOPER anna \375operator\374\r\n"), 4000,
		6667, false, false, NULL },
	{ "IRC services",
		B("PRIVMSG NickServ :IDENTIFY \375anna geheim\374\r\nPRIVMSG #a :hello there\r\n"),
		4000, 6667, false, false, NULL },
	{ "IRC SASL",
		B("AUTHENTICATE PLAIN\r\nAUTHENTICATE \375AGFubmEAZ2VoZWlt\374\r\nCAP END\r\n"),
		4000, 6667, false, false, NULL },
	{ "Redis inline", B("AUTH \375geheim\374\r\nPING\r\n"), 4000, 6379, false, false, NULL },
	{ "Redis HELLO", B("HELLO 3 AUTH \375anna geheim\374\r\nPING\r\n"), 4000, 6379, false,
		false, NULL },
	{ "Redis AUTH", B("*2\r\n$4\r\nAUTH\r\n$6\r\n\375geheim\374\r\n*1\r\n$4\r\nPING\r\n"), 4000,
		6379, false, false, NULL },
	{ "Redis AUTH with a name",
		B("*3\r\n$4\r\nauth\r\n$4\r\n\375anna\374\r\n$6\r\n\375geheim\374\r\n"), 4000, 6379,
		false, false, NULL },
	{ "Redis HELLO AUTH",
		B("*5\r\n$5\r\nHELLO\r\n$1\r\n3\r\n$4\r\nAUTH\r\n$4\r\n\375anna\374\r\n$6\r\n\375geheim\374\r\n"),
		4000, 6379, false, false, NULL },
	{ "Redis CONFIG SET",
		B("*4\r\n$6\r\nCONFIG\r\n$3\r\nSET\r\n$11\r\nrequirepass\r\n$6\r\n\375geheim\374\r\n"),
		4000, 6379, false, false, NULL },
	{ "Redis SET stays", B("*3\r\n$3\r\nSET\r\n$3\r\nkey\r\n$5\r\nvalue\r\n"), 4000, 6379,
		false, false, NULL },
	{ "PostgreSQL", B("\0\0\0\x13\0\3\0\0user\0anna\0\0p\0\0\0\x0b\375geheim\0\374X\0\0\0\4"),
		4000, 5432, false, false, NULL },
	{ "PostgreSQL on another port",
		B("\0\0\0\x13\0\3\0\0user\0anna\0\0p\0\0\0\x0b\375geheim\0\374"), 4000, 15432,
		false, false, NULL },
	{ "PostgreSQL, begun late", B("p\0\0\0\x0b\375geheim\0\374Q\0\0\0\x0dselect 1\0"), 4000,
		5432, false, false, NULL },
	{ "MySQL",
		B("\x2c\0\0\1\x85\xa6\xff\1\0\0\0\1\x21"
		  "00000000000000000000000"
		  "root\0\375\6geheim\374\4\0\0\3\375abc\0\374"),
		4000, 3306, false, false, NULL },
	{ "LDAP",
		B("\x30\x19\2\1\1\x60\x14\2\1\3\4\7cn=anna\x80\6\375geheim\374\x30\5\2\1\2\x42\0"),
		4000, 389, false, false, NULL },
	{ "MQTT",
		B("\x10\x1e\0\4MQTT\4\xc2\0\x3c\0\4"
		  "dev1\0\4\375anna\374\0\6\375geheim\374"),
		4000, 1883, false, false, NULL },
	{ "XMPP",
		B("<auth xmlns='urn:ietf:params:xml:ns:xmpp-sasl' mechanism='PLAIN'>\375AGFubmEAZ2VoZWlt\374</auth><a>b</a>"),
		4000, 5222, false, false, NULL },
	{ "XMPP, prefixed",
		B("<sasl:response xmlns:sasl='urn:ietf:params:xml:ns:xmpp-sasl'>\375cmVzcG9uc2U=\374</sasl:response>"),
		4000, 5222, false, false, NULL },
	{ "SOCKS5",
		B("\5\2\0\2\1\4"
		  "\375anna\374\6\375geheim\374\5\1\0\1"),
		4000, 1080, false, false, NULL },
	{ "VNC",
		B("RFB 003.008\n\2\x03"
		  "X"),
		50000, 5900, false, true, NULL },
	{ "SNMP", B("\x30\x1a\2\1\1\4\6\375geheim\374\xa0\x0d\2\1\7\2\1\0\2\1\0\x30\2\x30\0"),
		50000, 161, true, false, NULL },
	{ "SNMP trap on another port", B("\x30\x14\2\1\0\4\6\375geheim\374\xa7\7\2\1\7\2\2\0\0"),
		50000, 9162, true, false, NULL },
	{ "RADIUS",
		B("\1\7\0\x2a"
		  "0123456789abcdef"
		  "\1\6"
		  "anna"
		  "\2\x10\3750123456789abcd\374"),
		50000, 1812, true, false, NULL },
	{ "RADIUS, MS-CHAP",
		B("\1\7\0\x2e"
		  "0123456789abcdef"
		  "\1\6"
		  "anna"
		  "\x1a\x14\375\0\0\1\x37\x19\x0e"
		  "geheim123456\374"),
		50000, 1812, true, false, NULL },
	{ "RADIUS, damaged",
		B("\1\7\0\x2e"
		  "0123456789abcdef"
		  "\1\6"
		  "anna"
		  "\375\x1a\x2fgeheim\374"),
		50000, 1812, true, true, NULL },
	{ "AMQP, false sizes",
		B("AMQP\0\0\x09\1\1\0\0\0\0\0\x40\0\x0a\0\x0b\375\0\0\0\x09"
		  "abcde\5PLAIN\0\0\0\x0d\0guest\0geheim1\5en_US\374\xce"),
		4000, 5672, false, true, NULL },
	{ "Kafka, a false size",
		B("\0\0\0\x18\0\x24\0\1\0\0\0\5\0\x08"
		  "consumer\0\0\0\x0c\375\0ageheim1234\374"),
		4000, 9092, false, true, NULL },
	{ "SOCKS5, FTP behind it",
		B("\5\1\0\5\1\0\1\1\2\3\4\0\x15USER anna\r\nPASS \375geheim\374\r\n"), 4000, 1080,
		false, true, NULL },
	{ "SQL",
		B("ALTER USER anna PASSWORD '\375ge''heim\374'; CREATE USER b IDENTIFIED BY '\375xyzzy1\374';"),
		4000, 8000, false, false, NULL },
	{ "SNMP, version of two bytes",
		B("\x30\x1b\2\2\0\1\4\6\375geheim\374\xa0\x0d\2\1\7\2\1\0\2\1\0\x30\2\x30\0"),
		50000, 161, true, false, NULL },
	{ "PAP",
		B("\1\1\0\x10\4"
		  "anna\6\375geheim\374"),
		0, 0, true, false, "PAP" },
	{ "PAP, accepted", B("\2\1\0\5\0"), 0, 0, true, false, "PAP" },
	{ "CHAP",
		B("\2\1\0\x10\4\375\1\2\3\4\374"
		  "anna"),
		0, 0, true, false, "CHAP" },
	{ "RIPv2",
		B("\2\2\0\0\xff\xff\0\2\375geheim\0\0\0\0\0\0\0\0\0\0\374\0\2\0\0\x0a\0\0\0\xff\0\0\0\0\0\0\0\0\0\0\1"),
		520, 520, true, false, "RIPv2" },
	{ "RIPv2 without a password", B("\2\2\0\0\0\2\0\0\x0a\0\0\0\xff\0\0\0\0\0\0\0\0\0\0\1"),
		520, 520, true, false, "RIPv2" },
	{ "OSPF", B("\2\1\0\x2c\1\1\1\1\0\0\0\0\0\0\0\1\375geheim\0\0\374\xff\xff\xff\0"), 0, 0,
		true, false, "OSPF" },
	{ "OSPF with a digest",
		B("\2\1\0\x2c\1\1\1\1\0\0\0\0\0\0\0\2\0\0\1\x10\0\0\0\1\xff\xff\xff\0"), 0, 0, true,
		false, "OSPF" },
	{ "VRRP", B("\x21\1\x64\1\1\1\0\0\x0a\0\0\1\375geheim\0\0\374"), 0, 0, true, false,
		"VRRP" },
	{ "HSRP", B("\0\0\x10\3\x0a\x64\1\0\375geheim\0\0\374\x0a\0\0\1"), 1985, 1985, true, false,
		"HSRP" },
	{ "HSRP, version 2", B("\1\4\2\0\4\1\3\x08\375geheim\0\0\374"), 1985, 1985, true, false,
		"HSRP" },
	{ "TACACS+",
		B("\xc0\1\1\0\1\2\3\4\0\0\0\6\375geheim\374\xc0\1\3\0\1\2\3\4\0\0\0\2\375ab\374"),
		4000, 49, false, false, NULL },
	{ "AMQP",
		B("AMQP\0\0\x09\1\1\0\0\0\0\0\x24\0\x0a\0\x0b\0\0\0\0\5PLAIN\0\0\0\x0c\375\0anna\0geheim\374\5en_US\xce\1\0\0\0\0\0\4\0\x0a\0\x1f\xce"),
		4000, 5672, false, false, NULL },
	{ "AMQP 1.0", B("AMQP\3\1\0\0\0\0\0\x11\2\1\0\0\375\0S\x41geheim\374"), 4000, 5672, false,
		true, NULL },
	{ "Kafka",
		B("\0\0\0\x20\0\x24\0\1\0\0\0\7\0\4"
		  "anna\375\0\0\0\x0c\0anna\0geheim\374"),
		4000, 9092, false, false, NULL },
	{ "Kafka, a bare token", B("\0\0\0\x0c\375\0anna\0geheim\374"), 4000, 9092, false, false,
		NULL },
	{ "memcached",
		B("\x80\x21\0\5\0\0\0\0\0\0\0\x11\0\0\0\0\0\0\0\0\0\0\0\0PLAIN\375\0anna\0geheim\374"),
		4000, 11211, false, false, NULL },
	{ "memcached in words", B("set auth 0 0 11\r\nanna \375geheim\374\r\nget a\r\n"), 4000,
		11211, false, false, NULL },
	{ "SQL: IDENTIFIED WITH a plugin BY",
		B("CREATE USER 'a'@'%' IDENTIFIED WITH 'mysql_native_password' BY '\375geheim\374';"),
		4000, 8000, false, false, NULL },
	{ "SQL: IDENTIFIED WITH a plugin AS",
		B("CREATE USER a IDENTIFIED WITH mysql_native_password AS '\375*0123ABCD\374';"),
		4000, 8000, false, false, NULL },
	{ "SQL: BY PASSWORD",
		B("GRANT ALL ON *.* TO 'a' IDENTIFIED BY PASSWORD '\375*0123ABCD\374';"), 4000,
		8000, false, false, NULL },
	{ "SQL: REPLACE",
		B("ALTER USER a IDENTIFIED BY '\375neu1neu1\374' REPLACE '\375geheim\374';"), 4000,
		8000, false, false, NULL },
	{ "SQL: a word of Oracle", B("alter user a identified by \375geheim1\374;"), 4000, 8000,
		false, false, NULL },
	{ "SQL: values of Oracle", B("ALTER USER a IDENTIFIED BY VALUES '\375S:0123\374';"), 4000,
		8000, false, false, NULL },
	{ "SQL: SET PASSWORD FOR",
		B("SET PASSWORD FOR 'a'@'%' = '\375geheim\374'; SET PASSWORD FOR a TO '\375xyzzy1\374';"),
		4000, 8000, false, false, NULL },
	{ "SQL: SET PASSWORD", B("SET PASSWORD = PASSWORD('\375geheim\374');"), 4000, 8000, false,
		false, NULL },
	{ "SQL: a comment before it", B("ALTER USER a PASSWORD /* 'x' */ '\375geheim\374';"), 4000,
		8000, false, false, NULL },
	{ "SQL: strings with letters",
		B("CREATE ROLE a PASSWORD E'\375ge\\'heim\374'; ALTER ROLE a PASSWORD U&'\375geheim\374'; CREATE LOGIN a WITH PASSWORD = N'\375xyzzy1\374';"),
		4000, 8000, false, false, NULL },
	{ "SQL: strings in dollars",
		B("ALTER ROLE a PASSWORD $$\375ge'heim\374$$; ALTER ROLE b PASSWORD $x$\375xyzzy1\374$x$;"),
		4000, 8000, false, false, NULL },
	{ "SQL: over lines",
		B("ALTER USER a IDENTIFIED BY '\375x\ngeheim\374';\nUPDATE u SET password =\n  '\375xyzzy1\374';"),
		4000, 8000, false, false, NULL },
	{ "SQL: a name in quotes",
		B("UPDATE u SET `password` = '\375geheim\374', \"password\" = '\375xyzzy1\374';"),
		4000, 8000, false, false, NULL },
	{ "SQL: INSERT",
		B("INSERT INTO users (name, `password`, n) VALUES ('anna', '\375ge,)''heim\374', 7), ('b', '\375xyzzy1\374', f(1, 2)); SELECT 'x'"),
		4000, 8000, false, false, NULL },
	{ "SQL: INSERT without a secret stays",
		B("INSERT INTO users (name, n) VALUES ('anna', 7); INSERT INTO a (token) VALUES (NULL), (?)"),
		4000, 8000, false, false, NULL },
	{ "SQL: CREATE SECRET", B("CREATE SECRET s (TYPE S3, SECRET '\375geheim\374')"), 4000, 8000,
		false, false, NULL },
	{ "SQL: in PostgreSQL's query",
		B("\0\0\0\x13\0\3\0\0user\0anna\0\0Q\0\0\0\x4b"
		  "CREATE USER MAPPING FOR a SERVER s OPTIONS (user 'u', password '\375geheim\374')\0"),
		4000, 5432, false, true, NULL },
	{ "SQL: prose stays",
		B("The password 'at least 8 letters' rule. It was identified by 'the author', identified with 'care'. A password (\"optional\") field."),
		4000, 8000, false, false, NULL },
	{ "IRC with a prefix and tags",
		B("@label=1 :anna!a@h PASS \375geheim\374\r\nNICK anna\r\n"), 4000, 6667, false,
		false, NULL },
	{ "IRC NickServ's other verbs",
		B("PRIVMSG NickServ@services. :GHOST \375anna geheim\374\r\nNS SET PASSWORD \375xyzzy1\374\r\nPRIVMSG NickServ :HELP me now\r\n"),
		4000, 6667, false, true, NULL },
	{ "sentences stay",
		B("Hello\nPass the salt please\nAuth is a topic\nAuthenticate the user first\nOper is short\nAcct means account\npass it on now\nCS 101 lecture notes today\nNS 3600 ns1.example.com\n"),
		4000, 8000, false, false, NULL },
	{ "a mail's body stays",
		B("EHLO a\r\nMAIL FROM:<a@b>\r\nRCPT TO:<c@d>\r\nDATA\r\nSubject: hi\r\n\r\nPass it on\r\nAUTH PLAIN AGFubmEAZ2VoZWlt\r\n.\r\nAUTH PLAIN \375AGFubmEAZ2VoZWlt\374\r\n"),
		4000, 25, false, false, NULL },
	{ "a mail without its beginning stays",
		B("Pass it on\r\nAuth and login are words\r\n.\r\nQUIT\r\n"), 4000, 25, false,
		false, NULL },
	{ "Redis: an answer to CONFIG GET",
		B("*2\r\n$11\r\nrequirepass\r\n$6\r\n\375geheim\374\r\n"), 6379, 4000, false, false,
		NULL },
	{ "Redis: SENTINEL SET",
		B("*5\r\n$8\r\nSENTINEL\r\n$3\r\nSET\r\n$1\r\nm\r\n$9\r\nauth-pass\r\n$6\r\n\375geheim\374\r\n"),
		4000, 6379, false, false, NULL },
	{ "Redis: HSET",
		B("*6\r\n$4\r\nHSET\r\n$1\r\nu\r\n$8\r\npassword\r\n$6\r\n\375geheim\374\r\n$1\r\nn\r\n$1\r\n1\r\n"),
		4000, 6379, false, false, NULL },
	{ "Redis: HSET without a secret stays",
		B("*4\r\n$4\r\nHSET\r\n$1\r\nu\r\n$4\r\nname\r\n$4\r\nanna\r\n"), 4000, 6379, false,
		false, NULL },
	{ "LDAP: an entry",
		B("\x30\x27\2\1\2\x64\x22\4\4cn=a\x30\x1a\x30\x18\4\x0cuserPassword\x31\x08\4\6\375geheim\374"),
		389, 4000, false, true, NULL },
	{ "LDAP: a comparison",
		B("\x30\x21\2\1\2\x6e\x1c\4\4cn=a\x30\x14\4\x0cuserPassword\4\4\375abcd\374"), 4000,
		389, false, true, NULL },
	{ "a router's settings",
		B("hostname r1\nenable secret 5 \375$1$ab\374\nusername admin privilege 15 password 0 \375geheim\374\nsnmp-server community \375geheim\374 RO\ntacacs-server key 7 \375070C28\374\nline vty 0 4\n password 7 \375070C28\374\nend\n"),
		69, 4000, false, true, NULL },
	{ "sentences about settings stay",
		B("enable password protection first\nusername and password are required\nip addresses are here\nkey 1 is in the box\npassword 1 of 2\nneighbor to neighbor\n"),
		4000, 8000, false, false, NULL },
	{ "CVS", B("BEGIN AUTH REQUEST\n/cvsroot\nanna\nA\375geheim\374\nEND AUTH REQUEST\n"), 4000,
		2401, false, true, NULL },
	{ "rsync", B("@RSYNCD: 31.0\nmodule\nanna \375geheim\374\n"), 4000, 873, false, true,
		NULL },
	{ "prose stays",
		B("I passed the login page and typed a password.\r\nThen auth was done. The tokens pass.\r\n"),
		4000, 8000, false, false, NULL },
	{ "HTTP stays", B("GET /login?user=anna HTTP/1.1\r\nHost: a\r\nAccept: */*\r\n\r\n"), 4000,
		80, false, false, NULL },
};

/* The text without its marks, and which bytes are secret. */
static size_t unmark(const struct login_case *one, uint8_t *text, bool *is_secret)
{
	size_t size = 0;
	bool inside = false;
	for (size_t i = 0; i < one->size; i++) {
		uint8_t c = (uint8_t)one->text[i];
		if (c == 0375 || c == 0374) {
			inside = c == 0375;
			continue;
		}
		text[size] = c;
		is_secret[size++] = inside;
	}
	assert_false(inside);
	return size;
}

static void find(const struct login_case *one, const uint8_t *text, size_t size, bool *ret_hidden)
{
	struct secret_list list = { 0 };
	struct login_state state = { 0 };
	/* A copy of its own size: a read beyond it is seen. */
	uint8_t *copy = xmalloc(size + !size);
	memcpy(copy, text, size);
	const struct login_source source = {
		.text = { copy, size },
		.source_port = one->source_port,
		.destination_port = one->destination_port,
		.is_datagram = one->is_datagram,
		.protocol = one->protocol,
	};
	(void)logins_find(&source, &state, &list);
	memset(ret_hidden, 0, size);
	for (size_t i = 0; i < list.count; i++) {
		assert_true(list.ranges[i].offset + list.ranges[i].size <= size);
		memset(ret_hidden + list.ranges[i].offset, 1, list.ranges[i].size);
	}
	secret_list_finish(&list);
	free(copy);
}

static void test_each(void **state)
{
	(void)state;
	for (size_t i = 0; i < ARRAY_COUNT(cases); i++) {
		const struct login_case *one = &cases[i];
		uint8_t text[512];
		bool is_secret[512], hidden[512];
		size_t size = unmark(one, text, is_secret);
		find(one, text, size, hidden);
		for (size_t at = 0; at < size; at++) {
			if (!one->is_loose && hidden[at] != is_secret[at])
				fail_msg("%s: byte %zu ('%c') is %s", one->name, at, text[at],
					hidden[at] ? "hidden" : "not hidden");
		}
		for (size_t cut = 0; cut < size; cut++) {
			find(one, text, cut, hidden);
			for (size_t at = 0; at < cut; at++) {
				if (is_secret[at] && !hidden[at])
					fail_msg("%s, cut at %zu: byte %zu ('%c') is not hidden",
						one->name, cut, at, text[at]);
			}
		}
	}
}

/* A line that continues after a gap is hidden there, too. */
static void test_goes_on(void **state)
{
	(void)state;
	struct login_state login = { 0 };
	struct secret_list list = { 0 };
	struct login_source source = { .text = { (const uint8_t *)"PASS geh", 8 } };
	(void)logins_find(&source, &login, &list);
	assert_int_equal(list.count, 1);
	source.text = (struct bytes){ (const uint8_t *)"eim\r\nCWD /\r\n", 12 };
	source.lacks_start = true;
	list.count = 0;
	(void)logins_find(&source, &login, &list);
	assert_int_equal(list.count, 1);
	assert_int_equal(list.ranges[0].offset, 0);
	assert_int_equal(list.ranges[0].size, 3);
	secret_list_finish(&list);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_each),
		cmocka_unit_test(test_goes_on),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
