/* Sentences about fields of TFTP (RFC 1350, options RFC 2347). Sorted by name. */
#include "base/array.h"
#include "explain/field-sentence-table.h"
#include "explain/sentence-facts.h"

static bool acknowledges_zero(const struct sentence_context *context, const struct field *field)
{
	enum { ACKNOWLEDGMENT = 4 };
	const struct field *opcode = field_beside(context, field, "tftp.opcode");
	return field->number == 0 && opcode && opcode->number == ACKNOWLEDGMENT;
}

/* RFC 1350 section 5, RFC 2347. Numbers have 16 bits, so a long file has a later block 0. */
static const struct claim blocks[] = {
	{ acknowledges_zero,
		"0이다. 쓰기 요청이나 옵션(OACK)에 대한 확인 응답이거나, 65,535번 다음의 블록에 대한 확인 응답이다.",
		"Zero acknowledges a request to write or options (OACK), or the block after 65535." },
};

const struct field_words tftp_sentences[] = {
	{ "tftp.block", "보내거나 확인하는 데이터 블록의 번호다: {i}.",
		"The number of the block that is sent or acknowledged: {i}.", CLAIMS(blocks) },
	{ "tftp.destination_file", "서버에 쓰려는 파일의 이름이다. 0으로 끝난다.",
		"The file that is to be written on the server; a zero ends the name.", NULL },
	{ "tftp.error.code", "오류 코드다: {v}.", "Which error this is: {v}.", NULL },
	{ "tftp.error.string", "오류를 사람에게 설명하는 텍스트다.",
		"The error in words for people.", NULL },
	{ "tftp.opcode", "메시지의 타입이다(opcode): {v}.", "Which kind of message this is: {v}.",
		NULL },
	{ "tftp.option", "전송 옵션 하나다: 이름과 값이 각각 0으로 끝난다.",
		"One option of the transfer: a name and a value, each with a zero behind it.",
		NULL },
	{ "tftp.option.name", "옵션의 이름이다.", "The option's name.", NULL },
	{ "tftp.option.value", "옵션의 값이다. 수도 글자로 적는다.",
		"The option's value; numbers are written as text.", NULL },
	{ "tftp.source_file", "서버에서 읽으려는 파일의 이름이다. 0으로 끝난다.",
		"The file that is to be read from the server; a zero ends the name.", NULL },
	{ "tftp.type",
		"전송 모드다. octet이면 바이트를 그대로, netascii면 줄 끝을 맞춘 텍스트로 보낸다.",
		"The mode: octet sends bytes as they are, netascii sends text with line ends of the network.",
		NULL },
};
const size_t tftp_sentence_count = ARRAY_COUNT(tftp_sentences);
