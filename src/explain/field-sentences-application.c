/*
 * Sentences for fields of DNS (RFC 1035, and the RFCs of the record types), HTTP/1.1 (RFC 9112), plain
 * payload, and bytes that no dissector could read. Sorted by name.
 */
#include "base/array.h"
#include "explain/field-sentence-table.h"

static bool is_response(const struct sentence_context *context)
{
	return context->packet->facts.shown.is_dns && context->packet->frame.dns.is_response;
}

static bool dns_identifier(
	struct text *out, const struct sentence_context *context, const struct field *field)
{
	(void)field;
	if (!is_response(context))
		return false;
	return sentence_say(out, context,
		"물음에 있던 번호를 그대로 돌려준다. 어느 물음의 답인지 이것으로 안다.",
		"The number of the question, sent back: it says which question this answers.");
}

static bool response_code(
	struct text *out, const struct sentence_context *context, const struct field *field)
{
	enum { NAME_ERROR = 3 };
	if (!is_response(context))
		return sentence_say(out, context, "물음에서는 뜻이 없어 0이다.",
			"Means nothing in a question: zero.");
	if (field->number == 0)
		return sentence_say(out, context, "0은 잘 되었다는 뜻이다.", "0: all went well.");
	if (field->number == NAME_ERROR)
		return sentence_say(out, context, "3은 그런 이름이 없다는 뜻이다(NXDOMAIN).",
			"3: there is no such name (NXDOMAIN).");
	return false;
}

/* Payload of TCP that fills its segment says why it is just as long as it is. */
static bool payload(
	struct text *out, const struct sentence_context *context, const struct field *field)
{
	return context->packet->frame.has_tcp && sentence_mss(out, context, field);
}

/* A header line's label is its name, as it was sent. */
static bool header_line(
	struct text *out, const struct sentence_context *context, const struct field *field)
{
	static const struct {
		const char *name, *korean, *english;
	} headers[] = {
		{ "Accept", "어떤 형식의 본문을 받고 싶은지 말한다.",
			"Which kinds of body are welcome." },
		{ "Accept-Encoding", "어떤 압축을 풀 수 있는지 말한다.",
			"Which compressions can be undone." },
		{ "Connection", "응답이 끝나면 연결을 닫을지 말한다.",
			"Whether the connection closes after the response." },
		{ "Content-Length",
			"헤더 뒤에 오는 본문의 바이트 수다. TCP에는 경계가 없으므로 이것으로 끝을 "
			"안다.",
			"How many bytes of body follow. TCP has no boundaries, so this tells where "
			"it ends." },
		{ "Content-Type", "본문이 무엇인지 말한다.", "What the body is." },
		{ "Date", "응답을 만든 시각이다.", "When the response was made." },
		{ "Host", "어느 이름의 서버를 찾는지 말한다.", "Which server, by name, is meant." },
		{ "Location", "이 주소로 다시 가 보라는 뜻이다.",
			"Please go to this address instead." },
		{ "Server", "서버가 자기를 소개하는 말이다.", "How the server introduces itself." },
		{ "Transfer-Encoding",
			"본문을 어떻게 나누어 보내는지 말한다. chunked면 조각마다 길이를 적는다.",
			"How the body is sent: chunked writes the length before each piece." },
		{ "User-Agent", "요청을 보낸 프로그램이 자기를 소개하는 말이다.",
			"How the program that asks introduces itself." },
	};
	for (size_t i = 0; i < ARRAY_COUNT(headers); i++)
		if (field_header_is(field, headers[i].name))
			return text_append(out,
				       context->is_korean ? headers[i].korean : headers[i].english),
			       true;
	return false;
}

const struct field_words application_sentences[] = {
	{ "_ws.malformed", "앞뒤가 맞지 않아 읽을 수 없는 바이트다.",
		"Bytes that contradict themselves and cannot be read.", NULL },
	{ "_ws.short", "캡처할 때 잘려서 다 남아 있지 않다.",
		"The capture kept only a part of this.", NULL },
	{ "_ws.unreassembled", "메시지가 다음 세그먼트로 이어진다.",
		"The message goes on in a later segment.", NULL },
	{ "data.data", "아래층은 뜻을 모른 채 나르기만 하는, 애플리케이션의 바이트다: {v}.",
		"The application's bytes, carried by the layers below without knowing what they "
		"mean: {v}.",
		payload },
	{ "dns.a", "이 이름의 IPv4 주소다.", "The IPv4 address of the name.", NULL },
	{ "dns.aaaa", "이 이름의 IPv6 주소다.", "The IPv6 address of the name.", NULL },
	{ "dns.caa.flags", "모르는 규칙이면 인증서를 내주지 말라는 표시가 여기 있다.",
		"Has the bit that forbids a certificate when the rule is not understood.", NULL },
	{ "dns.caa.tag", "어떤 규칙인지 말한다.", "Which rule this is.", NULL },
	{ "dns.caa.tag_length", "규칙 이름의 길이다: {n}바이트.",
		"How long the rule's name is: {n} bytes.", NULL },
	{ "dns.caa.value", "누가 이 이름의 인증서를 내줄 수 있는지 말한다.",
		"Who may issue certificates for the name.", NULL },
	{ "dns.cname", "진짜 이름이다. 물어본 이름은 별명이었다.",
		"The real name; the one that was asked for is an alias.", NULL },
	{ "dns.count.add_rr", "물어보지 않았지만 덧붙인 기록의 수다: {n}.",
		"How many records were added without being asked for: {n}.", NULL },
	{ "dns.count.answers", "답의 수다: {n}.", "How many answers there are: {n}.", NULL },
	{ "dns.count.auth_rr", "이 이름을 맡은 서버에 대한 기록의 수다: {n}.",
		"How many records tell of the servers in charge: {n}.", NULL },
	{ "dns.count.queries", "물음의 수다: {n}. 거의 늘 하나다.",
		"How many questions there are: {n}. It is nearly always one.", NULL },
	{ "dns.data", "이 기록의 내용이다.", "What the record says.", NULL },
	{ "dns.dname", "이 이름 아래의 모든 이름이 이쪽으로 옮겨 갔다.",
		"All names below this one have moved there.", NULL },
	{ "dns.flags", "물음인지 답인지, 어떻게 되었는지를 비트로 말한다: {v}.",
		"Bits that say whether this asks or answers, and how it went: {v}.", NULL },
	{ "dns.flags.authenticated", "서버가 서명(DNSSEC)을 확인했다는 표시다.",
		"The server has checked the signatures (DNSSEC).", NULL },
	{ "dns.flags.authoritative", "이 이름을 맡은 서버가 직접 하는 답이라는 표시다.",
		"The server in charge of the name answers itself.", NULL },
	{ "dns.flags.checkdisable", "서명(DNSSEC)을 확인하지 않은 답도 괜찮다는 표시다.",
		"Answers whose signatures were not checked are welcome, too.", NULL },
	{ "dns.flags.opcode", "무엇을 하자는지 말한다. 0은 보통의 물음이다.",
		"What is to be done; 0 is an ordinary question.", NULL },
	{ "dns.flags.rcode", "어떻게 되었는지 말한다: {v}.", "How it went: {v}.", response_code },
	{ "dns.flags.recavail", "서버가 답을 끝까지 대신 찾아 준다는 표시다.",
		"The server does look further on one's behalf.", NULL },
	{ "dns.flags.recdesired", "모르면 다른 서버에 대신 물어봐 달라는 부탁이다.",
		"Please ask other servers when you do not know.", NULL },
	{ "dns.flags.response", "0이면 물음, 1이면 답이다.", "0 asks, 1 answers.", NULL },
	{ "dns.flags.truncated", "한 패킷에 다 담지 못했다는 표시다. TCP로 다시 묻는다.",
		"Not all of it fitted; one asks again over TCP.", NULL },
	{ "dns.flags.z", "쓰임이 없어 0으로 비워 둔 비트다.", "A bit without a use; it stays zero.",
		NULL },
	{ "dns.id", "물음과 답을 짝짓는 번호다. 남이 답을 꾸미지 못하게 무작위로 고른다.",
		"Pairs question and answer; picked at random, so that nobody can forge the answer.",
		dns_identifier },
	{ "dns.length", "TCP로 보낼 때는 메시지 앞에 길이를 적는다: {n}바이트.",
		"Over TCP the message's length comes first: {n} bytes.", NULL },
	{ "dns.mx.mail_exchange", "이 이름으로 오는 메일을 받는 서버다.",
		"The server that takes mail for the name.", NULL },
	{ "dns.mx.preference", "메일 서버가 여럿이면 작은 수부터 쓴다: {n}.",
		"Of several mail servers the lowest number goes first: {n}.", NULL },
	{ "dns.ns", "이 이름을 맡은 네임서버다.", "A name server in charge of the name.", NULL },
	{ "dns.opt", "DNS의 확장(EDNS)에 든 옵션이다: {v}.",
		"An option of extended DNS (EDNS): {v}.", NULL },
	{ "dns.opt.code", "어떤 옵션인지 말한다: {v}.", "Which option this is: {v}.", NULL },
	{ "dns.opt.data", "이 옵션의 내용이다.", "What the option says.", NULL },
	{ "dns.opt.len", "옵션 내용의 길이다: {n}바이트.",
		"How long the option's content is: {n} bytes.", NULL },
	{ "dns.ptr.domain_name", "물어본 주소나 서비스의 이름이다.",
		"The name of the address or service that was asked for.", NULL },
	{ "dns.qry", "무엇을 물었는지 말한다: {v}.", "What is asked: {v}.", NULL },
	{ "dns.qry.class", "어느 네트워크의 이름인지 말한다. IN은 인터넷이다.",
		"Which network's names are meant; IN is the Internet.", NULL },
	{ "dns.qry.name", "물어보는 이름이다. 점마다 길이를 앞에 적어 나눈다.",
		"The name that is asked for, as labels with a length before each.", NULL },
	{ "dns.qry.qu", "답을 모두에게가 아니라 물어본 쪽에만 달라는 표시다.",
		"Asks for an answer to the asker alone, not to everybody.", NULL },
	{ "dns.qry.type", "어떤 기록을 찾는지 말한다: {v}. A는 IPv4 주소, AAAA는 IPv6 주소다.",
		"Which kind of record is wanted: {v}. A is an IPv4 address, AAAA an IPv6 one.",
		NULL },
	{ "dns.resp", "기록 하나다: {v}.", "One record: {v}.", NULL },
	{ "dns.resp.cache_flush", "적어 둔 옛 기록을 지우고 이것만 남기라는 표시다.",
		"Forget older records of the name, and keep only this.", NULL },
	{ "dns.resp.class", "어느 네트워크의 이름인지 말한다. IN은 인터넷이다.",
		"Which network's names are meant; IN is the Internet.", NULL },
	{ "dns.resp.edns0_version", "DNS 확장(EDNS)의 버전이다: {n}.",
		"The version of extended DNS (EDNS): {n}.", NULL },
	{ "dns.resp.ext_rcode", "결과 코드가 네 비트에 안 들어갈 때 쓰는 윗자리다.",
		"The upper bits of the result, which four bits are too few for.", NULL },
	{ "dns.resp.len", "기록 내용의 길이다: {n}바이트.",
		"How long the record's content is: {n} bytes.", NULL },
	{ "dns.resp.name", "무엇에 대한 기록인지 말한다. 앞에 나온 이름은 두 바이트로 가리킨다.",
		"What the record is about; a name that came before is pointed to with two bytes.",
		NULL },
	{ "dns.resp.ttl", "{n}초 동안 적어 두고 다시 묻지 않아도 된다는 뜻이다.",
		"This may be kept for {n} seconds, without asking again.", NULL },
	{ "dns.resp.type", "어떤 기록인지 말한다: {v}.", "Which kind of record this is: {v}.",
		NULL },
	{ "dns.resp.z", "DNS 확장(EDNS)의 표시들이다.", "Flags of extended DNS (EDNS).", NULL },
	{ "dns.resp.z.do", "서명(DNSSEC)도 함께 달라는 표시다.",
		"Asks for signatures (DNSSEC), too.", NULL },
	{ "dns.resp.z.reserved", "쓰임이 없어 0으로 비워 둔 비트다.",
		"Bits without a use; they stay zero.", NULL },
	{ "dns.rr.udp_payload_size",
		"UDP로 {n}바이트까지 답을 받을 수 있다는 뜻이다. 없으면 512바이트다.",
		"Answers over UDP may have {n} bytes; without this it would be 512.", NULL },
	{ "dns.soa.expire_limit", "{n}초 동안 새로 받지 못하면 복사본을 버린다.",
		"After {n} seconds without news, copies are no longer valid.", NULL },
	{ "dns.soa.minimum_ttl", "없는 이름이라는 답을 {n}초 동안 적어 두어도 된다.",
		"That a name does not exist may be remembered for {n} seconds.", NULL },
	{ "dns.soa.mname", "원본을 가진 네임서버다.", "The name server that has the original.",
		NULL },
	{ "dns.soa.refresh_interval", "복사본을 가진 서버는 {n}초마다 바뀌었는지 확인한다.",
		"Servers with a copy look for changes every {n} seconds.", NULL },
	{ "dns.soa.retry_interval", "확인하지 못하면 {n}초 뒤에 다시 해 본다.",
		"When that fails, they try again after {n} seconds.", NULL },
	{ "dns.soa.rname", "담당자의 메일 주소다. 첫 점을 @로 읽는다.",
		"The mailbox of whoever is responsible; the first dot is read as @.", NULL },
	{ "dns.soa.serial_number", "고칠 때마다 커지는 번호다: {n}.",
		"Grows with every change: {n}.", NULL },
	{ "dns.srv.port", "서비스가 기다리는 포트다.", "The port where the service listens.",
		NULL },
	{ "dns.srv.priority", "여럿이면 작은 수부터 쓴다: {n}.",
		"The lowest number goes first: {n}.", NULL },
	{ "dns.srv.target", "서비스가 있는 컴퓨터의 이름이다.",
		"The computer that has the service.", NULL },
	{ "dns.srv.weight", "같은 순위 가운데 얼마나 자주 고를지 말한다: {n}.",
		"How often it is picked among equals: {n}.", NULL },
	{ "dns.svcb.svcparam", "접속에 쓸 설정 하나다: {v}.",
		"One setting for the connection: {v}.", NULL },
	{ "dns.svcb.svcparam.key", "어떤 설정인지 말한다: {v}.", "Which setting this is: {v}.",
		NULL },
	{ "dns.svcb.svcparam.value", "그 설정의 값이다.", "The setting's value.", NULL },
	{ "dns.svcb.svcparam.value.length", "설정 값의 길이다: {n}바이트.",
		"How long the setting's value is: {n} bytes.", NULL },
	{ "dns.svcb.svcpriority", "0이면 별명이고, 아니면 작은 수부터 쓴다: {n}.",
		"0 is an alias; else the lowest number goes first: {n}.", NULL },
	{ "dns.svcb.targetname", "실제로 접속할 이름이다.", "The name to connect to.", NULL },
	{ "dns.txt", "이 이름에 붙여 둔 글이다.", "Text that was attached to the name.", NULL },
	{ "dns.txt.length", "글의 길이다: {n}바이트.", "How long the text is: {n} bytes.", NULL },
	{ "http.empty_line", "메시지 앞의 빈 줄이다. 받는 쪽은 무시한다.",
		"An empty line before the message, which is ignored.", NULL },
	{ "http.header_end", "빈 줄이다. 헤더가 끝나고 본문이 시작된다.",
		"A blank line: the headers end, the body begins.", NULL },
	{ "http.request", "요청의 첫 줄이다: 무엇을 하라는지, 어디의 것인지, 어느 버전인지.",
		"The first line of a request: what to do, with what, in which version.", NULL },
	{ "http.request.line", "요청에 덧붙이는 헤더 한 줄이다: 이름, 쌍점, 값.",
		"One header line of the request: a name, a colon, a value.", header_line },
	{ "http.request.method", "서버에 무엇을 하라는지 말한다.", "What the server is to do.",
		NULL },
	{ "http.request.uri", "서버의 어느 자원인지 말한다.", "Which resource of the server.",
		NULL },
	{ "http.request.version", "어느 버전의 HTTP로 말하는지 알린다.",
		"Which version of HTTP is spoken.", NULL },
	{ "http.response", "응답의 첫 줄이다: 버전, 상태 코드, 그 뜻.",
		"The first line of a response: version, status code, what it means.", NULL },
	{ "http.response.code", "어떻게 되었는지 세 자리 수로 말한다. 2로 시작하면 성공이다.",
		"How it went, in three digits: 2 and so on is success.", NULL },
	{ "http.response.line", "응답에 덧붙이는 헤더 한 줄이다: 이름, 쌍점, 값.",
		"One header line of the response: a name, a colon, a value.", header_line },
	{ "http.response.phrase", "상태 코드를 사람의 말로 적은 것이다.",
		"The status code in words.", NULL },
	{ "http.response.version", "어느 버전의 HTTP로 말하는지 알린다.",
		"Which version of HTTP is spoken.", NULL },
};
const size_t application_sentence_count = ARRAY_COUNT(application_sentences);
