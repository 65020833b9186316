/* Sentences for the frames of HTTP/2 (RFC 9113, headers RFC 7541) and WebSocket (RFC 6455). Sorted by name. */
#include "base/array.h"
#include "explain/field-sentence-table.h"

/* Those headers that stand for HTTP/1's first line. */
static bool pseudo_header(
	struct text *out, const struct sentence_context *context, const struct field *field)
{
	static const struct {
		const char *name, *korean, *english;
	} headers[] = {
		{ ":method", "서버에 무엇을 하라는지 나타낸다(메서드).",
			"What the server is to do." },
		{ ":path", "서버의 어느 자원인지 나타낸다(경로).",
			"Which resource of the server." },
		{ ":authority", "어느 서버에 보내는지 나타낸다. HTTP/1.1의 Host와 같다.",
			"Which server is asked, as Host says in HTTP/1.1." },
		{ ":scheme", "http인지 https인지 나타낸다.", "http, or https." },
		{ ":status", "결과를 나타내는 상태 코드다. 2로 시작하면 성공이다.",
			"The status code, how it went: 2xx is success." },
	};
	for (size_t i = 0; i < ARRAY_COUNT(headers); i++)
		if (field_header_is(field, headers[i].name))
			return sentence_say(out, context, "%s", "%s",
				context->is_korean ? headers[i].korean : headers[i].english);
	return false;
}

const struct field_words frame_sentences[] = {
	{ "http2.data.data", "본문의 데이터다.", "Data of the body.", NULL },
	{ "http2.exclusive", "켜지면 가리킨 스트림에 혼자 의존한다.",
		"When true, no other stream depends on that one beside it.", NULL },
	{ "http2.flags", "이 프레임의 플래그다. 타입마다 뜻이 다르다.",
		"The frame's flags, whose meaning depends on its type.", NULL },
	{ "http2.flags.ack.ping", "켜지면 PING에 대한 응답이다.", "When set, it answers a PING.",
		NULL },
	{ "http2.flags.ack.settings", "켜지면 상대의 설정을 받아들였다는 뜻이다.",
		"When set, the other side's settings were accepted.", NULL },
	{ "http2.flags.eh", "켜지면 헤더가 이 프레임에서 끝난다.",
		"When set, the headers end with this frame.", NULL },
	{ "http2.flags.end_stream", "켜지면 보내는 쪽은 이 스트림에 더 보낼 것이 없다.",
		"When set, the sender has no more to say on this stream.", NULL },
	{ "http2.flags.padded", "켜지면 뒤에 패딩이 있다.", "When set, there is padding.", NULL },
	{ "http2.flags.priority", "켜지면 우선순위가 들어 있다.", "When set, there is a priority.",
		NULL },
	{ "http2.goaway.addata", "디버깅을 위해 덧붙인 데이터다.", "What was added for debugging.",
		NULL },
	{ "http2.goaway.error", "연결을 끝내는 이유다: {v}.", "Why the connection ends: {v}.",
		NULL },
	{ "http2.goaway.last_stream_id",
		"마지막으로 처리한 스트림의 번호다. 그보다 큰 번호의 요청은 "
		"처리하지 않았다.",
		"The last stream that was dealt with; requests on higher ones were not.", NULL },
	{ "http2.header", "헤더 하나다. HPACK으로 압축되어 있었다.",
		"One header, which was compressed by HPACK.", pseudo_header },
	{ "http2.header.repr", "이 헤더를 어떻게 압축했는지 나타낸다: {v}.",
		"How the header is compressed: {v}.", NULL },
	{ "http2.header_table_size_update", "동적 테이블의 크기를 {n}바이트로 바꾼다.",
		"The dynamic table gets {n} bytes.", NULL },
	{ "http2.headers", "압축된 헤더 블록이다. 앞에서 보낸 헤더를 알아야 풀 수 있다.",
		"The block of compressed headers. It takes all headers before it to read it.",
		NULL },
	{ "http2.headers.padding", "크기를 감추려고 덧붙인 패딩이다.",
		"Padding, which hides how long the frame's content is.", NULL },
	{ "http2.headers.weight", "우선순위의 가중치다. 1을 더해서 읽는다.",
		"The weight of its priority, less 1.", NULL },
	{ "http2.length", "헤더 9바이트를 뺀 프레임의 길이다: {n}바이트.",
		"How long the frame is without its header of 9 bytes: {n} bytes.", NULL },
	{ "http2.magic",
		"클라이언트가 연결을 시작하며 보내는 문자열(connection preface)이다. HTTP/2를 "
		"모르는 "
		"서버는 여기서 오류를 낸다.",
		"What a client says first (the connection preface). A server that knows no HTTP/2 "
		"fails here.",
		NULL },
	{ "http2.padding", "패딩의 길이다: {n}바이트.", "How long the padding is: {n} bytes.",
		NULL },
	{ "http2.ping",
		"상대가 살아 있는지, 왕복 시간이 얼마인지 알아본다. 응답은 같은 8바이트를 "
		"돌려준다.",
		"Asks whether the other side is there, and how far; the answer has the same 8 "
		"bytes.",
		NULL },
	{ "http2.pong", "PING에 대한 응답이다. 같은 8바이트다.",
		"The answer to a PING: the same 8 bytes.", NULL },
	{ "http2.push_promise.promised_stream_id", "서버가 먼저 보내 줄 응답의 스트림 번호다: {n}.",
		"The stream of the response that the server will send unasked: {n}.", NULL },
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
	{ "http2.streamid", "스트림의 번호다: {n}. 요청과 응답은 번호가 같다. 0은 연결 전체다.",
		"The stream: {n}. A request and its response share one; 0 is the connection.",
		NULL },
	{ "http2.type", "프레임의 타입이다: {v}.", "The frame's type: {v}.", NULL },
	{ "http2.unknown", "이 프로그램이 해석하지 않는 내용이다.",
		"Something that this program does not read.", NULL },
	{ "http2.window_update.window_size_increment",
		"윈도우를 {n}바이트 늘려 준다. 상대는 그만큼 더 보내도 된다(흐름 제어).",
		"The window grows by {n} bytes: the other side may send as many more (flow "
		"control).",
		NULL },
	{ "websocket", "WebSocket 프레임 하나다: {v}.", "One WebSocket frame: {v}.", NULL },
	{ "websocket.fin", "켜지면 메시지의 마지막 프레임이다.",
		"When set, this is the last frame of its message.", NULL },
	{ "websocket.mask", "켜지면 페이로드가 마스킹되어 있다. 클라이언트는 반드시 마스킹한다.",
		"When set, the payload is masked, as all that a client sends must be.", NULL },
	{ "websocket.masked_payload", "마스킹된 페이로드다.", "The payload, masked.", NULL },
	{ "websocket.masking_key",
		"페이로드와 XOR하는 키다. 암호화가 아니라, 중간의 프록시가 오해하지 "
		"못하게 하려는 것이다.",
		"The payload is XORed with this key: no encryption, but no proxy takes it for "
		"HTTP.",
		NULL },
	{ "websocket.opcode", "프레임의 종류다: {v}.", "What kind of frame this is: {v}.", NULL },
	{ "websocket.payload", "페이로드다.", "The payload.", NULL },
	{ "websocket.payload.close.reason", "연결을 닫는 이유를 적은 글이다.",
		"Why the connection is closed, in words.", NULL },
	{ "websocket.payload.close.status_code", "연결을 닫는 이유다: {v}.",
		"Why the connection is closed: {v}.", NULL },
	{ "websocket.payload.ping", "상대가 살아 있는지 묻는다. 응답은 같은 데이터를 돌려준다.",
		"Asks whether the other side is there; the answer has the same data.", NULL },
	{ "websocket.payload.pong", "ping에 대한 응답이다. 같은 데이터다.",
		"The answer to a ping: the same data.", NULL },
	{ "websocket.payload.text", "메시지의 텍스트다. 마스킹은 풀었다.",
		"The text of the message, unmasked.", NULL },
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
