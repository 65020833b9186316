/*
 * Sentences about frames of HTTP/2 (RFC 9113, headers RFC 7541) and WebSocket (RFC 6455), and about
 * headers of HTTP (RFC 9110, RFC 9111). Sorted by name.
 */
#include <string.h>

#include "explain/field-sentence-table.h"
#include "explain/sentence-facts.h"

/* Whether the frame was masked. Servers do not mask theirs. */
static bool was_unmasked(const struct sentence_context *context, const struct field *field)
{
	const struct field *mask = field_beside(context, field, "websocket.mask");
	return mask && mask->number;
}

static const struct claim texts[] = {
	{ was_unmasked, "메시지의 텍스트다. 마스킹은 풀었다.",
		"The text of the message, unmasked." },
};

const struct field_words frame_sentences[] = {
	{ "http2.data.data", "본문의 데이터다.", "Data of the body.", NULL },
	{ "http2.exclusive", "켜지면 가리킨 스트림에 혼자 의존한다.",
		"If set, no other stream depends on that one beside it.", NULL },
	{ "http2.flags", "이 프레임의 플래그다. 타입마다 뜻이 다르다.",
		"The frame's flags, whose meaning depends on its type.", NULL },
	{ "http2.flags.ack.ping", "켜지면 PING에 대한 응답이다.", "If set, it answers a PING.",
		NULL },
	{ "http2.flags.ack.settings", "켜지면 상대의 설정을 받아들였다는 뜻이다.",
		"If set, the other side's settings were accepted.", NULL },
	{ "http2.flags.eh", "켜지면 헤더가 이 프레임에서 끝난다.",
		"If set, the headers end with this frame.", NULL },
	{ "http2.flags.end_stream", "켜지면 보내는 쪽은 이 스트림에 더 보낼 것이 없다.",
		"If set, the sender has no more to say on this stream.", NULL },
	{ "http2.flags.padded", "켜지면 뒤에 패딩이 있다.", "If set, there is padding.", NULL },
	{ "http2.flags.priority", "켜지면 우선순위가 들어 있다.", "If set, there is a priority.",
		NULL },
	{ "http2.goaway.addata", "디버깅을 위해 덧붙인 데이터다.", "What was added for debugging.",
		NULL },
	{ "http2.goaway.error", "연결을 끝내는 이유다: {v}.", "Why the connection ends: {v}.",
		NULL },
	{ "http2.goaway.last_stream_id",
		"마지막으로 처리한 스트림의 번호다. 그보다 큰 번호의 요청은 처리하지 않았다.",
		"The last stream that was dealt with; requests on higher ones were not.", NULL },
	{ "http2.header", "헤더 하나다. HPACK으로 적혀 있었다.",
		"One header, which was written in HPACK.", NULL },
	{ "http2.header.repr", "이 헤더를 HPACK으로 어떻게 적었는지 나타낸다: {v}.",
		"How the header is written in HPACK: {v}.", NULL },
	{ "http2.header_table_size_update", "동적 테이블의 크기를 {n}바이트로 바꾼다.",
		"The dynamic table gets {n} bytes.", NULL },
	{ "http2.headers", "HPACK으로 압축한 헤더 블록이다. 앞에서 보낸 헤더를 참조할 수 있다.",
		"The block of headers, compressed by HPACK. It may refer to headers before it.",
		NULL },
	{ "http2.headers.padding", "크기를 감추려고 덧붙인 패딩이다.",
		"Padding, which hides how long the frame's content is.", NULL },
	{ "http2.headers.weight", "우선순위의 가중치다. 1을 더해서 읽는다.",
		"The weight of its priority, less 1.", NULL },
	{ "http2.length", "헤더 9바이트를 뺀 프레임의 길이다: {n}바이트.",
		"How long the frame is without its header of 9 bytes: {n} bytes.", NULL },
	{ "http2.magic",
		"클라이언트가 연결을 시작하며 보내는 문자열(connection preface)이다. HTTP/2를 모르는 서버는 여기서 오류를 낸다.",
		"What a client says first (the connection preface). A server that knows no HTTP/2 fails here.",
		NULL },
	{ "http2.padding", "패딩의 길이다: {n}바이트.", "How long the padding is: {n} bytes.",
		NULL },
	{ "http2.ping",
		"상대가 살아 있는지, 왕복 시간이 얼마인지 알아본다. 응답은 같은 8바이트를 되돌려 준다.",
		"Asks whether the other side is there, and how far; the answer has the same 8 bytes.",
		NULL },
	{ "http2.pong", "PING에 대한 응답이다. 같은 8바이트다.",
		"The answer to a PING: the same 8 bytes.", NULL },
	{ "http2.push_promise.promised_stream_id", "서버가 먼저 보내 줄 응답의 스트림 번호다: {i}.",
		"The stream of the response that the server will send unasked: {i}.", NULL },
	{ "http2.rst_stream.error", "스트림을 끊는 이유다: {v}.", "Why the stream is cut off: {v}.",
		NULL },
	{ "http2.settings", "설정 하나다: {v}.", "One setting: {v}.", NULL },
	{ "http2.settings.id", "어떤 설정인지 나타낸다: {v}.", "Which setting this is: {v}.",
		NULL },
	{ "http2.settings.value", "설정의 값이다: {n}.", "The setting's value: {n}.", NULL },
	{ "http2.stream", "프레임 하나다: {v}. 한 연결에 여러 스트림의 프레임이 섞여 흐른다.",
		"One frame: {v}. Frames of many streams share a connection.", NULL },
	{ "http2.stream_dependency", "이 스트림이 의존하는 스트림의 번호다.",
		"The stream that this one depends on.", NULL },
	{ "http2.streamid", "스트림의 번호다: {i}. 요청과 응답은 번호가 같다. 0은 연결 전체다.",
		"The stream: {i}. A request and its response share one; 0 is the connection.",
		NULL },
	{ "http2.type", "프레임의 타입이다: {v}.", "The frame's type: {v}.", NULL },
	{ "http2.unknown", "이 프로그램이 해석하지 않는 내용이다.",
		"Something that this program does not read.", NULL },
	{ "http2.window_update.window_size_increment",
		"윈도우를 {n}바이트 늘려 준다. 상대는 그만큼 더 보내도 된다(흐름 제어).",
		"The window grows by {n} bytes: the other side may send as many more (flow control).",
		NULL },
	{ "websocket", "WebSocket 프레임 하나다: {v}.", "One WebSocket frame: {v}.", NULL },
	{ "websocket.fin", "켜지면 메시지의 마지막 프레임이다.",
		"If set, this is the last frame of its message.", NULL },
	{ "websocket.mask", "켜지면 페이로드가 마스킹되어 있다. 클라이언트는 반드시 마스킹한다.",
		"If set, the payload is masked, as all that a client sends must be.", NULL },
	{ "websocket.masked_payload", "마스킹된 페이로드다.", "The payload, masked.", NULL },
	{ "websocket.masking_key",
		"페이로드와 XOR하는 키다. 암호화가 아니라, 중간의 프록시가 오해하지 못하게 하려는 것이다.",
		"The payload is XORed with this key: no encryption, but no proxy takes it for HTTP.",
		NULL },
	{ "websocket.opcode", "프레임의 타입이다(opcode): {v}.", "What kind of frame this is: {v}.",
		NULL },
	{ "websocket.payload", "페이로드다.", "The payload.", NULL },
	{ "websocket.payload.close.reason", "연결을 닫는 이유를 적은 텍스트다.",
		"Why the connection is closed, in words.", NULL },
	{ "websocket.payload.close.status_code", "연결을 닫는 이유다: {v}.",
		"Why the connection is closed: {v}.", NULL },
	{ "websocket.payload.ping", "상대가 살아 있는지 묻는다. 응답은 같은 데이터를 되돌려 준다.",
		"Asks whether the other side is there; the answer has the same data.", NULL },
	{ "websocket.payload.pong", "ping에 대한 응답이다. 같은 데이터다.",
		"The answer to a ping: the same data.", NULL },
	{ "websocket.payload.text", "메시지의 텍스트다.", "The text of the message.",
		CLAIMS(texts) },
	{ "websocket.payload_length",
		"페이로드의 길이다. 126이면 다음 2바이트가, 127이면 다음 8바이트가 길이다.",
		"How long the payload is; at 126 the next 2 bytes say it, at 127 the next 8.",
		NULL },
	{ "websocket.payload_length_ext_16", "페이로드의 길이다: {n}바이트.",
		"How long the payload is: {n} bytes.", NULL },
	{ "websocket.payload_length_ext_64", "페이로드의 길이다: {n}바이트.",
		"How long the payload is: {n} bytes.", NULL },
	{ "websocket.rsv", "확장이 쓰는 비트다. 0이면 확장을 쓰지 않은 프레임이다.",
		"Bits for extensions; 0: the frame uses none.", NULL },
};
const size_t frame_sentence_count = ARRAY_COUNT(frame_sentences);

/* ---- headers of HTTP ---- */

/* Whether the header belongs to HTTP/1 over TCP, which has no message boundaries. */
static bool is_in_byte_stream(const struct sentence_context *context, const struct field *field)
{
	return frame_tcp(&context->packet->frame) && strncmp(field->spec->name, "http.", 5) == 0;
}

static const struct claim content_lengths[] = {
	{ is_in_byte_stream,
		"본문의 바이트 수다. TCP는 바이트 스트림이라 메시지 경계가 없으므로, 본문이 오면 이 값으로 끝을 안다.",
		"How many bytes the body has. TCP is a stream of bytes without boundaries, so this tells where a body ends." },
};

static unsigned status_of(const struct sentence_context *context)
{
	const struct http_message *http = frame_http(&context->packet->frame);
	return http && http->kind == HTTP_RESPONSE && http->has_status ? http->status : 0;
}

/* Whether a header with that name is in the same block of headers of HTTP/2. */
static bool header_is_beside(
	const struct sentence_context *context, const struct field *field, const char *name)
{
	const struct field_list *list = &context->packet->fields;
	for (size_t i = 0; i < list->count; i++) {
		const struct field *other = &list->fields[i];
		if (other->kind == FIELD_HEADER && other->layer == field->layer &&
			other->parent == field->parent && field_header_is(other, name))
			return true;
	}
	return false;
}

/*
 * Whether the header is of a request or of a response: by the start line in HTTP/1, by the
 * pseudo-headers in HTTP/2.
 */
static bool is_in_request(const struct sentence_context *context, const struct field *field)
{
	const struct http_message *http = frame_http(&context->packet->frame);
	return http ? http->kind == HTTP_REQUEST : header_is_beside(context, field, ":method");
}

static bool is_in_response(const struct sentence_context *context, const struct field *field)
{
	const struct http_message *http = frame_http(&context->packet->frame);
	return http ? http->kind == HTTP_RESPONSE : header_is_beside(context, field, ":status");
}

/* RFC 9111 section 5.2: directives differ in requests and responses. */
static const struct claim cache_controls[] = {
	{ is_in_request, "캐시가 이 요청을 처리할 때 따를 지시다.",
		"What caches are to heed when they handle this request." },
	{ is_in_response, "이 응답을 캐시해도 되는지와 그 기간을 나타낸다.",
		"Whether and how long this response may be cached." },
};

/* RFC 9111 section 5.4 */
static const struct claim pragmas[] = {
	{ is_in_response, "HTTP/1.0의 캐시 지시다. 응답에서는 뜻이 정해져 있지 않다.",
		"For caches of HTTP/1.0; it has no defined meaning in a response." },
};

static bool redirects(const struct sentence_context *context, const struct field *field)
{
	(void)field;
	return status_of(context) / 100 == 3;
}

static bool has_created(const struct sentence_context *context, const struct field *field)
{
	enum { CREATED = 201 };
	(void)field;
	return status_of(context) == CREATED;
}

/* RFC 9110 section 10.2.2: what Location means depends on the status. */
static const struct claim locations[] = {
	{ redirects, "이 주소로 다시 요청하라는 뜻이다.", "Please go to this address instead." },
	{ has_created, "새로 만든 자원의 주소다.", "Where the resource is that was created." },
};

/* Sorted by name; names are compared without case. */
const struct field_words header_sentences[] = {
	{ ":authority", "어느 서버에 보내는지 나타낸다. HTTP/1.1의 Host와 같다.",
		"Which server is asked, as Host says in HTTP/1.1.", NULL },
	{ ":method", "서버에 무엇을 요청하는지 나타낸다(메서드).",
		"What the server is to do (the method).", NULL },
	{ ":path", "서버의 어느 자원인지 나타낸다(경로).",
		"Which resource of the server (the path).", NULL },
	{ ":scheme", "http인지 https인지 나타낸다.", "http, or https.", NULL },
	{ ":status",
		"결과를 나타내는 상태 코드다. 첫 자리가 1이면 진행 상황, 2면 성공, 3이면 리다이렉션, 4면 클라이언트 쪽 오류, 5면 서버 쪽 오류다.",
		"The status code, how it went: 1xx goes on, 2xx is success, 3xx a redirection, 4xx the client's error, 5xx the server's.",
		NULL },
	{ "Accept", "어떤 형식의 본문을 받고 싶은지 나타낸다.", "Which kinds of body are welcome.",
		NULL },
	{ "Accept-Charset", "어떤 문자 인코딩을 받고 싶은지 나타낸다.",
		"Which encodings of letters are welcome.", NULL },
	{ "Accept-Encoding", "어떤 압축을 풀 수 있는지 나타낸다.",
		"Which compressions can be undone.", NULL },
	{ "Accept-Language", "어떤 언어의 본문을 받고 싶은지 나타낸다.",
		"Which languages are welcome.", NULL },
	{ "Accept-Ranges",
		"자원의 일부만 요청할 수 있는지 나타낸다. bytes면 바이트 범위로 요청할 수 있다.",
		"Whether parts of the resource can be had: bytes, in ranges of bytes.", NULL },
	{ "Access-Control-Allow-Credentials",
		"다른 출처의 페이지가 쿠키 같은 자격 증명을 함께 보내도 되는지 나타낸다(CORS).",
		"Whether pages of other origins may send credentials, such as cookies (CORS).",
		NULL },
	{ "Access-Control-Allow-Headers",
		"다른 출처의 페이지가 어떤 요청 헤더를 써도 되는지 나타낸다(CORS).",
		"Which headers pages of other origins may send (CORS).", NULL },
	{ "Access-Control-Allow-Methods",
		"다른 출처의 페이지가 어떤 메서드를 써도 되는지 나타낸다(CORS).",
		"Which methods pages of other origins may use (CORS).", NULL },
	{ "Access-Control-Allow-Origin",
		"어느 출처의 페이지가 이 응답을 읽어도 되는지 나타낸다(CORS).",
		"Pages of which origin may read this response (CORS).", NULL },
	{ "Age", "응답이 캐시에 머문 시간이다(초).",
		"How long the response was in a cache, in seconds.", NULL },
	{ "Allow", "이 자원에 쓸 수 있는 메서드의 목록이다.", "The methods that the resource has.",
		NULL },
	{ "Alt-Svc", "같은 자원을 얻을 수 있는 다른 프로토콜과 주소를 알린다.",
		"Another protocol and address where the same is to be had.", NULL },
	{ "Authorization", "클라이언트를 인증하는 값이다(자격 증명).",
		"Credentials, by which the client shows who it is.", NULL },
	{ "Cache-Control", "캐시에 내리는 지시다.", "Directives for caches.",
		CLAIMS(cache_controls) },
	{ "Connection", "이 연결을 어떻게 쓸지 나타낸다. close면 응답이 끝나고 닫는다.",
		"How the connection is used: close ends it after the response.", NULL },
	{ "Content-Disposition", "본문을 화면에 보일지 파일로 저장할지 나타낸다.",
		"Whether the body is to be shown, or saved as a file.", NULL },
	{ "Content-Encoding", "본문을 어떻게 압축했는지 나타낸다.", "How the body is compressed.",
		NULL },
	{ "Content-Language", "본문의 언어다.", "The language of the body.", NULL },
	{ "Content-Length", "본문의 바이트 수다.", "How many bytes the body has.",
		CLAIMS(content_lengths) },
	{ "Content-Range", "본문이 자원의 어느 범위인지 나타낸다.",
		"Which range of the resource the body is.", NULL },
	{ "Content-Security-Policy", "페이지가 어디의 스크립트와 자원을 써도 되는지 나타낸다.",
		"From where the page may take scripts and other resources.", NULL },
	{ "Content-Type", "본문의 형식을 나타낸다.", "What the body is.", NULL },
	{ "Cookie", "서버가 전에 준 쿠키를 되돌려 보낸다.", "Cookies that the server gave before.",
		NULL },
	{ "Date", "메시지를 만든 시각이다.", "When the message was made.", NULL },
	{ "DNT", "1이면 추적하지 말아 달라는 뜻이다(Do Not Track).",
		"1: please do not track this user (Do Not Track).", NULL },
	{ "ETag", "자원의 버전을 구별하는 값이다. 바뀌었는지 확인하는 데 쓴다.",
		"Names this version of the resource, for asking whether it changed.", NULL },
	{ "Expect",
		"본문을 보내기 전에 바라는 서버의 동작이다. 100-continue면 보내도 되는지 먼저 묻는다.",
		"What the client waits for: 100-continue asks before the body is sent.", NULL },
	{ "Expires", "이 시각이 지나면 캐시한 응답을 다시 확인해야 한다.",
		"After this time a cached response is to be checked again.", NULL },
	{ "Host", "어느 이름의 서버에 요청하는지 나타낸다.", "Which server, by name, is asked.",
		NULL },
	{ "HTTP2-Settings", "HTTP/2로 바꿀 때 쓸 설정이다.", "Settings for changing to HTTP/2.",
		NULL },
	{ "If-Match", "자원의 버전(ETag)이 이 값과 같을 때만 처리해 달라는 뜻이다.",
		"Only if the resource has this version (ETag).", NULL },
	{ "If-Modified-Since", "이 시각 뒤에 바뀌었을 때만 본문을 보내 달라는 뜻이다.",
		"Send the body only if it changed after this time.", NULL },
	{ "If-None-Match", "자원의 버전(ETag)이 이 값과 다를 때만 본문을 보내 달라는 뜻이다.",
		"Send the body only if its version (ETag) is another one.", NULL },
	{ "Keep-Alive", "연결을 얼마나 열어 둘지 알린다.", "How long the connection is kept open.",
		NULL },
	{ "Last-Modified", "자원이 마지막으로 바뀐 시각이다.", "When the resource last changed.",
		NULL },
	{ "Link", "이 자원과 관련된 다른 자원의 주소다.", "Addresses of related resources.", NULL },
	{ "Location", "관련된 자원의 주소다.", "The address of a resource.", CLAIMS(locations) },
	{ "Origin", "어느 출처의 페이지가 보낸 요청인지 나타낸다(스킴, 호스트, 포트).",
		"The origin of the page that asks: scheme, host and port.", NULL },
	{ "Pragma", "HTTP/1.0의 캐시 지시다. no-cache면 캐시를 쓰기 전에 확인하라는 뜻이다.",
		"For caches of HTTP/1.0: no-cache asks to check before using a copy.",
		CLAIMS(pragmas) },
	{ "Priority", "응답을 얼마나 먼저 받고 싶은지 나타낸다.",
		"How soon the response is wanted among others.", NULL },
	{ "Range", "자원의 어느 범위를 받고 싶은지 나타낸다.",
		"Which range of the resource is wanted.", NULL },
	{ "Referer", "어느 페이지에서 온 요청인지 나타낸다.",
		"The page that this request comes from.", NULL },
	{ "Retry-After", "얼마 뒤에 다시 요청하면 되는지 알린다.", "When to ask again.", NULL },
	{ "Sec-Fetch-Dest", "받은 것을 어디에 쓸지 브라우저가 알린다.",
		"What the browser wants it for.", NULL },
	{ "Sec-Fetch-Mode", "어떤 방식의 요청인지 브라우저가 알린다.",
		"In which mode the browser asks.", NULL },
	{ "Sec-Fetch-Site", "요청한 페이지와 대상이 같은 사이트인지 브라우저가 알린다.",
		"Whether the page that asks is of the same site.", NULL },
	{ "Sec-Fetch-User", "?1이면 사용자의 동작으로 보낸 요청이라고 브라우저가 알린다.",
		"?1: the browser asks because of what the user did.", NULL },
	{ "Sec-GPC", "1이면 개인 정보를 팔거나 공유하지 말아 달라는 뜻이다.",
		"1: please do not sell or share what is known of this user.", NULL },
	{ "Sec-WebSocket-Accept",
		"서버가 Sec-WebSocket-Key에서 계산한 값이다. WebSocket 요청을 이해했음을 보인다.",
		"What the server computed of Sec-WebSocket-Key: it shows that it knows WebSocket.",
		NULL },
	{ "Sec-WebSocket-Extensions", "WebSocket 확장이다. 클라이언트는 제안하고 서버는 고른다.",
		"Extensions of WebSocket: a client offers them, a server picks.", NULL },
	{ "Sec-WebSocket-Key",
		"클라이언트가 고른 난수다. 서버는 이것으로 Sec-WebSocket-Accept를 계산한다.",
		"Random bytes from the client, of which the server computes Sec-WebSocket-Accept.",
		NULL },
	{ "Sec-WebSocket-Protocol",
		"WebSocket 위에서 쓸 프로토콜이다. 클라이언트는 제안하고 서버는 고른다.",
		"The protocol inside WebSocket: a client offers some, a server picks one.", NULL },
	{ "Sec-WebSocket-Version", "WebSocket의 버전이다.", "The version of WebSocket.", NULL },
	{ "Server", "서버 프로그램의 이름이다.", "The name of the server's program.", NULL },
	{ "Set-Cookie", "다음 요청부터 되돌려 보낼 쿠키를 준다.",
		"A cookie to send back with later requests.", NULL },
	{ "Strict-Transport-Security",
		"브라우저가 이 기간 동안 이 호스트에 HTTPS로만 접속하게 한다(HSTS). HTTPS로 받았을 때만 효력이 있다.",
		"For this long, browsers are to use only HTTPS with this host (HSTS). It only counts when it came over HTTPS.",
		NULL },
	{ "TE", "어떤 전송 코딩을 받을 수 있는지 나타낸다.", "Which transfer codings are welcome.",
		NULL },
	{ "Transfer-Encoding",
		"본문을 어떻게 나누어 보내는지 나타낸다. chunked면 청크마다 길이를 적는다.",
		"How the body is sent: chunked writes the length before each piece.", NULL },
	{ "Upgrade", "이 연결에서 바꾸어 쓸 프로토콜이다.",
		"The protocol to change to on this connection.", NULL },
	{ "Upgrade-Insecure-Requests", "1이면 HTTPS 주소를 받고 싶다는 뜻이다.",
		"1: addresses with HTTPS are preferred.", NULL },
	{ "User-Agent", "요청을 보낸 프로그램의 이름이다.", "The name of the program that asks.",
		NULL },
	{ "Vary", "어떤 요청 헤더에 따라 응답이 달라지는지 나타낸다.",
		"Which headers of the request the response depends on.", NULL },
	{ "Via", "메시지를 전달한 프록시다.", "The proxies that passed the message on.", NULL },
	{ "WWW-Authenticate", "클라이언트가 어떤 방식으로 인증해야 하는지 알린다.",
		"How the client has to show who it is.", NULL },
	{ "X-Content-Type-Options", "nosniff면 브라우저가 본문의 형식을 짐작하지 않는다.",
		"nosniff: browsers do not guess what the body is.", NULL },
	{ "X-Forwarded-For", "프록시가 전달한 요청의 원래 클라이언트 주소다.",
		"The client's address, as a proxy passed it on.", NULL },
	{ "X-Frame-Options", "다른 페이지가 이 페이지를 프레임에 넣어도 되는지 나타낸다.",
		"Whether other pages may show this one in a frame.", NULL },
	{ "X-Powered-By", "응답을 만든 소프트웨어의 이름이다.",
		"The software that made the response.", NULL },
	{ "X-Requested-With", "XMLHttpRequest면 페이지의 스크립트가 보낸 요청이다.",
		"XMLHttpRequest: a script of the page asks.", NULL },
};
const size_t header_sentence_count = ARRAY_COUNT(header_sentences);
