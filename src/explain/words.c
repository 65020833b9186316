/*
 * The words that diagrams add, once in each language. Names that people look up stay as the
 * standards write them (SYN, ISN, ESTABLISHED).
 */
#include "explain/words.h"

#include <string.h>

#include "conversation/tcp/tcp-analysis.h"

struct words {
	const char *korean, *english;
};

static const struct words words[DIAGRAM_WORD_COUNT] = {
	[DIAGRAM_WORD_CLIENT] = { "클라이언트", "client" },
	[DIAGRAM_WORD_SERVER] = { "서버", "server" },
	[DIAGRAM_WORD_BYTES] = { "바이트", "bytes" },
	[DIAGRAM_WORD_FIELD] = { "필드", "Field" },
	[DIAGRAM_WORD_VALUE] = { "값", "Value" },
	[DIAGRAM_WORD_RELATIVE] = { "상대값", "relative" },
	[DIAGRAM_WORD_AS_TABLE] = { "표로 보기", "Show as a table" },
	[DIAGRAM_WORD_NO_DATA] = { "주고받은 데이터 없음", "no data was sent" },
	[DIAGRAM_WORD_MEANING] = { "뜻", "Meaning" },
};

static const struct words labels[TCP_LABEL_COUNT] = {
	{ "재전송", "retransmission" },
	{ "빠른 재전송", "fast retransmission" },
	{ "불필요한 재전송", "spurious retransmission" },
	{ "순서 바뀜", "out of order" },
	{ "앞 세그먼트 누락(캡처 안 됨)", "previous segment not seen" },
	{ "중복 ACK", "dup ACK" },
	{ "앞에 없는 데이터의 ACK", "ACK of unseen data" },
	{ "제로 윈도우", "zero window" },
	{ "윈도우 가득 참", "window full" },
	{ "윈도우 갱신", "window update" },
	{ "keep-alive", "keep-alive" },
	{ "keep-alive ACK", "keep-alive ACK" },
	{ "제로 윈도우 프로브", "zero window probe" },
	{ "제로 윈도우 프로브 ACK", "zero window probe ACK" },
	{ "포트 재사용", "port reused" },
};

static const char *in_language(const struct words *pair, bool is_korean)
{
	return is_korean ? pair->korean : pair->english;
}

bool diagram_is_korean(const char *lang)
{
	return lang && strncmp(lang, "ko", 2) == 0;
}

const char *diagram_word(enum diagram_word word, bool is_korean)
{
	return in_language(&words[word], is_korean);
}

const char *diagram_protocol_name(enum protocol protocol, bool is_korean)
{
	if (protocol == PROTOCOL_IPV6_EXTENSION)
		return is_korean ? "IPv6 확장 헤더" : "IPv6 extension";
	return protocol_name(protocol);
}

const char *diagram_label_words(unsigned bit_index, bool is_korean)
{
	return bit_index < TCP_LABEL_COUNT ? in_language(&labels[bit_index], is_korean) : "";
}
