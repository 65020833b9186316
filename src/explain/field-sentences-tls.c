/*
 * Sentences about fields of TLS (RFC 5246, RFC 8446, extensions RFC 6066 and RFC 7301) and of the
 * SSL 2.0 hello. Sorted by name.
 */
#include <string.h>

#include "base/array.h"
#include "dissect/tls/tls.h"
#include "explain/field-sentence-table.h"

enum { GREASE_BYTE = 0x0a, EXTENSION_SUPPORTED_VERSIONS = 43 };

/* ---- messages and extensions by their numbers ---- */

const struct number_words tls_handshake_words[] = {
	{ 0, "서버가 핸드셰이크를 다시 시작하자고 요청한다.",
		"The server asks for a new handshake." },
	{ 1, "클라이언트가 쓸 수 있는 버전, 암호 스위트, 확장을 제안한다.",
		"The client offers versions, cipher suites and extensions." },
	{ 2, "서버가 제안 가운데 버전과 암호 스위트를 고른다.",
		"The server picks a version and a cipher suite." },
	{ 3, "서버가 쿠키를 붙여 Client Hello를 다시 보내 달라고 한다(DTLS).",
		"The server asks for the client hello again, with a cookie (DTLS)." },
	{ 4, "서버가 다음에 세션을 재개할 때 쓸 티켓을 준다.",
		"The server gives a ticket with which the session can be resumed later." },
	{ 5, "클라이언트가 0-RTT 데이터를 다 보냈다고 알린다.",
		"The client says that its early data ends." },
	{ 6, "서버가 Client Hello를 고쳐서 다시 보내 달라고 한다.",
		"The server asks for the client hello again, with changes." },
	{ 8, "서버가 확장을 암호화해서 보낸다.", "Extensions of the server, sent encrypted." },
	{ 11, "인증서의 목록을 보낸다. 보낸 쪽의 인증서가 맨 앞에 온다.",
		"A list of certificates, the sender's own first." },
	{ 12, "서버가 공유할 키를 만드는 데 쓸 값을 보낸다(키 교환).",
		"The server's part of the key that both will share." },
	{ 13, "서버가 클라이언트의 인증서를 요청한다.",
		"The server asks for a certificate of the client." },
	{ 14, "서버가 Hello와 거기에 딸린 메시지를 다 보냈다고 알린다.",
		"The server has sent its hello and what goes with it." },
	{ 15, "인증서의 개인 키를 가지고 있음을 서명으로 증명한다.",
		"A signature that shows that the sender has the certificate's private key." },
	{ 16, "클라이언트가 공유할 키를 만드는 데 쓸 값을 보낸다(키 교환).",
		"The client's part of the key that both will share." },
	{ 20, "여기까지의 핸드셰이크가 바뀌지 않았는지 확인하는 값을 보낸다.",
		"Shows that nobody changed the handshake so far." },
	{ 21, "인증서 대신, 인증서를 받을 주소를 보낸다.",
		"Where to get the certificate, instead of it." },
	{ 22, "인증서가 폐기되었는지 알려 주는 응답이다(OCSP).",
		"Whether the certificate was revoked (OCSP)." },
	{ 23, "애플리케이션이 핸드셰이크에 덧붙인 데이터다.",
		"Data that an application adds to the handshake." },
	{ 24, "보낸 쪽이 이 뒤로 새 키로 암호화한다고 알린다.",
		"From here on the sender encrypts with new keys." },
	{ 25, "압축한 인증서다.", "The certificate, compressed." },
	{ 67, "클라이언트가 고른 애플리케이션 프로토콜이다(NPN).",
		"The application protocol that the client picked (NPN)." },
};
const size_t tls_handshake_word_count = ARRAY_COUNT(tls_handshake_words);

const struct number_words tls_extension_words[] = {
	{ 0, "접속하려는 서버의 이름에 대한 확장이다(SNI).",
		"About the name of the server that is wanted (SNI)." },
	{ 1, "레코드의 최대 길이를 줄이는 확장이다.", "For shorter records." },
	{ 5, "인증서가 폐기되었는지 알려 주는 응답(OCSP)을 핸드셰이크에서 받는 확장이다.",
		"For hearing in the handshake whether the certificate was revoked (OCSP)." },
	{ 10, "키 교환에 쓸 수 있는 곡선과 그룹의 목록이다.",
		"The curves and groups for exchanging keys." },
	{ 11, "타원 곡선의 점을 적는 형식이다.", "How points of elliptic curves are written." },
	{ 13, "확인할 수 있는 서명 알고리즘의 목록이다.",
		"The signature algorithms that can be checked." },
	{ 14, "SRTP에 쓸 키를 정하는 확장이다.", "For keys of SRTP." },
	{ 15, "Heartbeat 메시지를 받을 수 있는지 나타낸다.", "Whether heartbeats may be sent." },
	{ 16, "애플리케이션 프로토콜을 정하는 확장이다(ALPN).",
		"For agreeing on an application protocol (ALPN)." },
	{ 17, "인증서마다 폐기되었는지 알려 주는 응답(OCSP)을 핸드셰이크에서 받는 확장이다.",
		"For hearing in the handshake which certificates were revoked (OCSP)." },
	{ 18, "인증서가 공개 로그에 올랐다는 증명에 대한 확장이다(SCT).",
		"For the proof that the certificate is in public logs (SCT)." },
	{ 21, "메시지의 길이를 늘리는 패딩이다.", "Padding that makes the message longer." },
	{ 22, "암호화한 뒤에 MAC(메시지 인증 코드)을 계산하자는 확장이다.",
		"For authenticating what is encrypted already (encrypt-then-MAC)." },
	{ 23, "마스터 시크릿에 핸드셰이크 전체를 반영하자는 확장이다.",
		"For a master secret that depends on the whole handshake." },
	{ 27, "인증서를 압축해 보내는 데 쓸 수 있는 방법이다.",
		"How certificates may be compressed." },
	{ 28, "받을 수 있는 레코드의 최대 길이다.", "The longest record that is accepted." },
	{ 34, "위임 자격 증명(delegated credential)을 쓰는 확장이다.",
		"For keys that a certificate's owner delegates." },
	{ 35, "세션 재개에 쓰는 티켓에 대한 확장이다.",
		"For tickets with which a session is resumed." },
	{ 41, "사전 공유 키(PSK)로 핸드셰이크를 하는 확장이다. 세션 재개에도 쓴다.",
		"For a handshake with a pre-shared key (PSK), as when a session is resumed." },
	{ 42, "핸드셰이크가 끝나기 전에 보내는 데이터(0-RTT)에 대한 확장이다.",
		"For data before the handshake ends (0-RTT)." },
	{ 43, "TLS 버전을 정하는 확장이다.", "For agreeing on the version of TLS." },
	{ 44, "서버가 주고 클라이언트가 되돌려 보내는 쿠키다.",
		"A cookie of the server, which the client sends back." },
	{ 45, "사전 공유 키(PSK)를 쓸 때의 키 교환 방식이다.",
		"How keys are exchanged beside a pre-shared one (PSK)." },
	{ 47, "신뢰하는 인증 기관의 목록이다.", "The authorities that are trusted." },
	{ 48, "클라이언트의 인증서가 갖출 조건이다.", "What a client's certificate has to have." },
	{ 49, "핸드셰이크 뒤에도 인증을 요청받을 수 있다는 확장이다.",
		"The client can be asked for its certificate later, too." },
	{ 50, "인증서의 서명에 쓸 수 있는 알고리즘의 목록이다.",
		"The signature algorithms for certificates." },
	{ 51, "키 교환에 쓸 그룹과 공개 값에 대한 확장이다.",
		"About the group and the public values for exchanging keys." },
	{ 57, "QUIC의 전송 설정이다.", "The settings of QUIC." },
	{ 13172, "애플리케이션 프로토콜을 정하는 이전 확장이다(NPN).",
		"For agreeing on an application protocol, the old way (NPN)." },
	{ 17513, "애플리케이션 프로토콜의 설정을 핸드셰이크에서 교환하는 확장이다(ALPS).",
		"For settings of the application protocol (ALPS)." },
	{ 65037, "Client Hello를 암호화하는 확장이다(ECH).",
		"For an encrypted client hello (ECH)." },
	{ 65281, "재협상을 안전하게 하는 확장이다.", "For renegotiating safely." },
};
const size_t tls_extension_word_count = ARRAY_COUNT(tls_extension_words);

static const struct number_words *words_of(const struct field *field)
{
	bool is_message = strcmp(field->spec->name, "tls.handshake") == 0;
	return is_message
		? number_words_find(tls_handshake_words, tls_handshake_word_count, field->number)
		: number_words_find(tls_extension_words, tls_extension_word_count, field->number);
}

static bool is_known(const struct sentence_context *context, const struct field *field)
{
	(void)context;
	return words_of(field);
}

static void fill_words(const struct sentence_context *context, const struct field *field,
	struct text values[SENTENCE_VALUES])
{
	const struct number_words *words = words_of(field);
	if (words)
		text_append(&values[0], context->is_korean ? words->korean : words->english);
}

/* ---- hellos ---- */

/* Returns the handshake message that the field is or is part of; NULL when there is none. */
static const struct field *handshake_of(
	const struct sentence_context *context, const struct field *field)
{
	const struct field_list *list = &context->packet->fields;
	while (strcmp(field->spec->name, "tls.handshake") != 0) {
		if (field->parent < 0)
			return NULL;
		field = &list->fields[field->parent];
	}
	return field;
}

/*
 * Returns the first field with that name in the message, and with that number unless it is 0; or
 * NULL.
 */
static const struct field *find_in(const struct sentence_context *context,
	const struct field *handshake, const char *name, uint64_t number)
{
	const struct field_list *list = &context->packet->fields;
	for (const struct field *field = handshake + 1; field < list->fields + list->count;
		field++) {
		if (handshake_of(context, field) != handshake)
			break;
		if (strcmp(field->spec->name, name) == 0 && (!number || field->number == number))
			return field;
	}
	return NULL;
}

static bool is_of_client(const struct sentence_context *context, const struct field *field)
{
	const struct field *handshake = handshake_of(context, field);
	return handshake && handshake->number == TLS_CLIENT_HELLO;
}

/*
 * Returns the random value of the ServerHello around the field, which tells a HelloRetryRequest
 * from a real one. Returns NULL outside a ServerHello, and when the value was cut off.
 */
static const struct field *random_of_server(
	const struct sentence_context *context, const struct field *field)
{
	const struct field *handshake = handshake_of(context, field);
	if (!handshake || handshake->number != TLS_SERVER_HELLO)
		return NULL;
	return find_in(context, handshake, "tls.handshake.random", 0);
}

static bool is_of_retry(const struct sentence_context *context, const struct field *field)
{
	const struct field *random = random_of_server(context, field);
	return random && tls_is_retry_random(random->bytes);
}

static bool is_of_server(const struct sentence_context *context, const struct field *field)
{
	const struct field *random = random_of_server(context, field);
	return random && !tls_is_retry_random(random->bytes);
}

/*
 * Whether the message's kind is known. A ServerHello counts only when its random value shows that
 * it is no HelloRetryRequest.
 */
static bool is_read_message(const struct sentence_context *context, const struct field *field)
{
	return is_known(context, field) &&
		(field->number != TLS_SERVER_HELLO || is_of_server(context, field));
}

static bool has_supported_versions(
	const struct sentence_context *context, const struct field *handshake)
{
	return find_in(
		context, handshake, "tls.handshake.extension.type", EXTENSION_SUPPORTED_VERSIONS);
}

/*
 * Whether this version is the negotiated one: without supported_versions, that of the ServerHello
 * is (RFC 8446 section 4.1.3).
 */
static bool is_picked_here(const struct sentence_context *context, const struct field *field)
{
	const struct field *handshake = handshake_of(context, field);
	return is_of_server(context, field) && !handshake->is_part &&
		!has_supported_versions(context, handshake);
}

static bool is_picked_elsewhere(const struct sentence_context *context, const struct field *field)
{
	return random_of_server(context, field) &&
		has_supported_versions(context, handshake_of(context, field));
}

/* ---- made-up values (RFC 8701), which a client offers ---- */

static bool is_made_up(const struct sentence_context *context, const struct field *field)
{
	return is_of_client(context, field) && tls_is_grease((uint16_t)field->number);
}

static bool is_made_up_name(const struct sentence_context *context, const struct field *field)
{
	const struct bytes name = field->bytes;
	return is_of_client(context, field) && name.size == 2 && name.data[0] == name.data[1] &&
		(name.data[0] & 0x0f) == GREASE_BYTE;
}

#define IGNORED_KO                                                                                 \
	"GREASE 값이다. 서버가 모르는 값을 무시하는지 보려고 넣은 것이고 뜻은 없다(RFC 8701)."
#define IGNORED                                                                                    \
	"GREASE: a value without a meaning, put in so that servers keep ignoring what they do not know (RFC 8701)."

/* ---- signaling values in the list of cipher suites ---- */

/* RFC 7507 section 2. */
static bool is_fallback(const struct sentence_context *context, const struct field *field)
{
	enum { FALLBACK_SCSV = 0x5600 };
	return is_of_client(context, field) && field->number == FALLBACK_SCSV;
}

/* RFC 5746 section 3.3. */
static bool is_renegotiation(const struct sentence_context *context, const struct field *field)
{
	enum { EMPTY_RENEGOTIATION_INFO_SCSV = 0x00ff };
	return is_of_client(context, field) && field->number == EMPTY_RENEGOTIATION_INFO_SCSV;
}

static const struct claim suites[] = {
	{ is_made_up, IGNORED_KO, IGNORED },
	{ is_fallback,
		"암호 스위트가 아니라 신호용 값(SCSV)이다. 더 낮은 버전으로 다시 연결한다고 서버에 알린다(RFC 7507).",
		"A signaling value (SCSV) and no cipher suite: the client tries again with a lower version (RFC 7507)." },
	{ is_renegotiation,
		"암호 스위트가 아니라 신호용 값(SCSV)이다. 안전한 재협상을 지원한다고 서버에 알린다(RFC 5746).",
		"A signaling value (SCSV) and no cipher suite: the client supports secure renegotiation (RFC 5746)." },
	{ is_of_client, "클라이언트가 제안하는 암호 스위트다.",
		"A cipher suite that the client offers." },
	{ is_of_server, "서버가 고른 암호 스위트다: {v}.",
		"The cipher suite that the server picked: {v}." },
	{ is_of_retry, "서버가 Client Hello를 다시 받은 뒤에 쓸 암호 스위트다: {v}.",
		"The cipher suite that the server will use after a second client hello: {v}." },
};

static const struct claim versions[] = {
	{ is_made_up, IGNORED_KO, IGNORED },
	{ is_of_client, "클라이언트가 제안하는 TLS 버전이다: {v}.",
		"A version of TLS that the client offers: {v}." },
	{ is_of_server, "서버가 고른 TLS 버전이다: {v}.",
		"The version of TLS that the server picked: {v}." },
	{ is_of_retry, "서버가 Client Hello를 다시 받은 뒤에 쓸 TLS 버전이다: {v}.",
		"The version of TLS that the server will use after a second client hello: {v}." },
};

static const struct claim hello_versions[] = {
	{ is_picked_here, "서버가 고른 버전이다: {v}.",
		"The version that the server picked: {v}." },
	{ is_picked_elsewhere,
		"TLS 1.3에서는 늘 TLS 1.2라고 적는 자리다: {v}. 서버가 고른 버전은 supported_versions 확장에 있다.",
		"In TLS 1.3 this always says TLS 1.2: {v}. What the server picked is in the extension supported_versions." },
};

static const struct claim protocols[] = {
	{ is_made_up_name, IGNORED_KO, IGNORED },
	{ is_of_client, "클라이언트가 제안하는 애플리케이션 프로토콜이다(ALPN).",
		"An application protocol that the client offers (ALPN)." },
	{ is_of_server, "서버가 고른 애플리케이션 프로토콜이다(ALPN).",
		"The application protocol that the server picked (ALPN)." },
};

static const struct claim extension_types[] = {
	{ is_made_up, IGNORED_KO, IGNORED },
};

static const struct claim extensions[] = {
	{ is_made_up, IGNORED_KO, IGNORED },
	{ is_known, "{0}", "{0}" },
};

static const struct claim randoms[] = {
	{ is_of_retry, "Hello Retry Request를 나타내는 정해진 값이다(RFC 8446). 난수가 아니다.",
		"The fixed value that marks a hello retry request (RFC 8446); it is not random." },
};

static const struct claim types[] = {
	{ is_of_retry,
		"형식은 Server Hello지만 Hello Retry Request다. 클라이언트에 Client Hello를 고쳐서 다시 보내 달라고 한다.",
		"In the form of a server hello, but a hello retry request: please send the client hello again, with changes." },
};

static const struct claim messages[] = {
	{ is_of_retry,
		"형식은 Server Hello지만 Hello Retry Request다. 클라이언트에 Client Hello를 고쳐서 다시 보내 달라고 한다. 길이: {v}.",
		"In the form of a server hello, but a hello retry request: please send the client hello again, with changes. Its length: {v}." },
	{ is_read_message, "{0} 길이: {v}.", "{0} Its length: {v}." },
};

/* ---- fields ---- */

const struct field_words tls_sentences[] = {
	{ "tls.alert_message", "알림(Alert) 메시지다. 연결을 닫는다고 하거나 오류를 알린다.",
		"An alert: it says that the connection closes, or reports an error.", NULL },
	{ "tls.alert_message.desc", "알림의 내용이다: {v}.", "What the alert reports: {v}.", NULL },
	{ "tls.alert_message.level",
		"알림의 수준이다: {v}. 1은 경고(warning), 2는 치명적 오류(fatal)다.",
		"How serious it is: {v}. 1 is a warning, 2 is fatal.", NULL },
	{ "tls.app_data",
		"암호화된 데이터다. TLS 1.3에서는 핸드셰이크 메시지도 이 안에 담길 수 있다.",
		"Encrypted data. In TLS 1.3 it may hold handshake messages, too.", NULL },
	{ "tls.change_cipher_spec",
		"TLS 1.2까지는 이 뒤로 협상한 암호를 쓴다는 신호다. TLS 1.3에서는 뜻이 없다.",
		"Up to TLS 1.2: what this side sends next is encrypted as agreed. In TLS 1.3 it means nothing.",
		NULL },
	{ "tls.handshake", "핸드셰이크 메시지 하나다. 길이: {v}.",
		"One message of the handshake. Its length: {v}.",
		CLAIMS_WITH(messages, fill_words, false) },
	{ "tls.handshake.challenge", "클라이언트가 고른 난수다(SSL 2.0 형식).",
		"Random bytes from the client, in the form of SSL 2.0.", NULL },
	{ "tls.handshake.challenge_length", "난수의 길이다: {n}바이트.",
		"How long the random value is: {n} bytes.", NULL },
	{ "tls.handshake.cipher_spec_len", "암호 목록의 길이다: {n}바이트.",
		"How long the list of ciphers is: {n} bytes.", NULL },
	{ "tls.handshake.cipher_suites_length",
		"암호 스위트 목록의 길이다: {n}바이트. 하나에 2바이트다.",
		"How long the list of cipher suites is: {n} bytes, two for each.", NULL },
	{ "tls.handshake.cipherspec", "클라이언트가 쓸 수 있는 암호 목록이다(SSL 2.0 형식).",
		"The ciphers that the client offers, in the form of SSL 2.0.", NULL },
	{ "tls.handshake.ciphersuite", "암호 스위트다. 클라이언트는 제안하고 서버는 하나를 고른다.",
		"A cipher suite: a client offers several, a server picks one.", CLAIMS(suites) },
	{ "tls.handshake.ciphersuites", "클라이언트가 제안하는 암호 스위트 목록이다: {v}.",
		"The cipher suites that the client offers: {v}.", NULL },
	{ "tls.handshake.comp_method", "서버가 고른 압축 방법이다: {n}. 0이면 압축하지 않는다.",
		"The compression that the server picked: {n}. 0 is none.", NULL },
	{ "tls.handshake.comp_methods",
		"클라이언트가 제안하는 압축 방법 목록이다. 0이면 압축하지 않는다.",
		"The compressions that the client offers; 0 is none.", NULL },
	{ "tls.handshake.comp_methods_length", "압축 방법 목록의 길이다: {n}바이트.",
		"How long the list of compressions is: {n} bytes.", NULL },
	{ "tls.handshake.data", "메시지의 내용이다. 여기서는 더 해석해 보여 주지 않는다.",
		"The message's content, which is not taken apart here.", NULL },
	{ "tls.handshake.encrypted", "읽을 수 없는 핸드셰이크 내용이다. 암호화된 것으로 본다.",
		"Handshake content that cannot be read: it is taken for encrypted.", NULL },
	{ "tls.handshake.extension", "Hello에 덧붙인 확장 하나다: {v}.",
		"One extension of the hello: {v}.", CLAIMS_WITH(extensions, fill_words, false) },
	{ "tls.handshake.extension.data", "확장의 내용이다. 여기서는 더 해석해 보여 주지 않는다.",
		"The extension's content, which is not taken apart here.", NULL },
	{ "tls.handshake.extension.len", "확장 내용의 길이다: {n}바이트.",
		"How long the extension's content is: {n} bytes.", NULL },
	{ "tls.handshake.extension.type", "어떤 확장인지 나타낸다: {v}.",
		"Which extension this is: {v}.", CLAIMS(extension_types) },
	{ "tls.handshake.extensions.supported_version",
		"TLS 버전이다. 클라이언트는 쓸 수 있는 것을 제안하고 서버는 하나를 고른다.",
		"A version of TLS: a client offers several, a server picks one.",
		CLAIMS(versions) },
	{ "tls.handshake.extensions.supported_versions_len", "버전 목록의 길이다: {n}바이트.",
		"How long the list of versions is: {n} bytes.", NULL },
	{ "tls.handshake.extensions_alpn_len", "프로토콜 목록의 길이다: {n}바이트.",
		"How long the list of protocols is: {n} bytes.", NULL },
	{ "tls.handshake.extensions_alpn_str",
		"애플리케이션 프로토콜이다(ALPN). 클라이언트는 제안하고 서버는 하나를 고른다.",
		"An application protocol (ALPN): a client offers several, a server picks one.",
		CLAIMS(protocols) },
	{ "tls.handshake.extensions_alpn_str_len", "프로토콜 이름의 길이다: {n}바이트.",
		"How long the protocol's name is: {n} bytes.", NULL },
	{ "tls.handshake.extensions_ec_point_format",
		"타원 곡선의 점을 적는 형식이다: {v}. TLS 1.3에서는 쓰지 않는다.",
		"How points of elliptic curves are written: {v}. TLS 1.3 has no use for it.",
		NULL },
	{ "tls.handshake.extensions_ec_point_formats_length", "형식 목록의 길이다: {n}바이트.",
		"How long the list of formats is: {n} bytes.", NULL },
	{ "tls.handshake.extensions_length", "확장 목록의 길이다: {n}바이트.",
		"How long the list of extensions is: {n} bytes.", NULL },
	{ "tls.handshake.extensions_server_name",
		"접속하려는 서버의 이름이다(SNI). 암호화되지 않아 누구나 읽을 수 있다.",
		"The name of the server that is wanted (SNI), unencrypted: everybody can read it.",
		NULL },
	{ "tls.handshake.extensions_server_name_len", "서버 이름의 길이다: {n}바이트.",
		"How long the server's name is: {n} bytes.", NULL },
	{ "tls.handshake.extensions_server_name_list_len", "이름 목록의 길이다: {n}바이트.",
		"How long the list of names is: {n} bytes.", NULL },
	{ "tls.handshake.extensions_server_name_type", "이름의 타입이다: {v}.",
		"Which kind of name this is: {v}.", NULL },
	{ "tls.handshake.extensions_supported_group", "키를 교환하는 데 쓸 수 있는 그룹이다: {v}.",
		"A group that may be used to exchange keys: {v}.", NULL },
	{ "tls.handshake.extensions_supported_groups_length", "그룹 목록의 길이다: {n}바이트.",
		"How long the list of groups is: {n} bytes.", NULL },
	{ "tls.handshake.fragment", "앞 레코드에서 시작한 핸드셰이크 메시지가 이어진다.",
		"A handshake message goes on that began in an earlier record.", NULL },
	{ "tls.handshake.length", "메시지 내용의 길이다: {n}바이트.",
		"How long the message's content is: {n} bytes.", NULL },
	{ "tls.handshake.random", "Hello에 든 난수다. 암호 키를 만드는 데 쓰인다.",
		"The random value of the hello; keys are made with it.", CLAIMS(randoms) },
	{ "tls.handshake.session_id",
		"세션 ID다. TLS 1.2까지는 세션 재개에 쓰고, TLS 1.3에서는 호환을 위해 남아 있다.",
		"The session ID: up to TLS 1.2 for resuming an earlier session, in TLS 1.3 for compatibility.",
		NULL },
	{ "tls.handshake.session_id_length", "세션 ID의 길이다: {n}바이트. 0이면 없다.",
		"How long the session ID is: {n} bytes; 0 is none.", NULL },
	{ "tls.handshake.sig_hash_alg", "받아들이는 서명 알고리즘이다: {v}.",
		"A signature algorithm that is accepted: {v}.", NULL },
	{ "tls.handshake.sig_hash_alg_len", "서명 알고리즘 목록의 길이다: {n}바이트.",
		"How long the list of signature algorithms is: {n} bytes.", NULL },
	{ "tls.handshake.type", "핸드셰이크 메시지의 타입이다: {v}.",
		"Which message of the handshake this is: {v}.", CLAIMS(types) },
	{ "tls.handshake.version",
		"Hello에 적힌 버전이다: {v}. TLS 1.3에서는 supported_versions 확장이 버전을 정한다.",
		"The version in the hello: {v}. In TLS 1.3 the extension supported_versions decides.",
		CLAIMS(hello_versions) },
	{ "tls.heartbeat_message", "연결이 살아 있는지 확인하는 메시지다(Heartbeat).",
		"A heartbeat: it asks whether the other side is there, or answers that.", NULL },
	{ "tls.record", "TLS 레코드 하나다: {v}.", "One record of TLS: {v}.", NULL },
	{ "tls.record.content_type", "레코드에 담긴 내용의 타입이다: {v}.",
		"What the record carries: {v}.", NULL },
	{ "tls.record.length", "레코드 내용의 길이다: {n}바이트.",
		"How long the record's content is: {n} bytes.", NULL },
	{ "tls.record.version", "레코드 헤더에 적힌 버전이다: {v}. 협상한 버전과 다를 수 있다.",
		"The version in the record's header: {v}. The one that was agreed on may differ.",
		NULL },
};
const size_t tls_sentence_count = ARRAY_COUNT(tls_sentences);
