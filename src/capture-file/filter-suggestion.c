/*
 * Translates Wireshark's display filters (wireshark-filter(4)) to libpcap's capture filters
 * (pcap-filter(7)), token by token, for the suggestion in an error message. Only fields with an
 * exact or a usual counterpart (http → tcp port 80) are translated. For all others there is no
 * suggestion, since a wrong one is worse than none.
 */
#include "capture-file/filter-suggestion.h"

#include <ctype.h>
#include <pcap/pcap.h>
#include <string.h>
#include <strings.h>

#include "base/array.h"
#include "base/error.h"
#include "base/message.h"
#include "base/nearest-name.h"

enum { WORD_MAX = 128, TOKENS_MAX = 200, SNAP_LENGTH = 262144 };

enum token_kind { TOKEN_END, TOKEN_WORD, TOKEN_SYMBOL };

struct token {
	enum token_kind kind;
	char text[WORD_MAX];
};

struct reader {
	const char *next;
	struct token token; /* the current one */
	bool is_bad; /* saw a character or a length that neither language has */
};

/* How the value of a field is written after its libpcap words. */
enum value_kind {
	VALUE_PLAIN, /* "tcp port" 80 */
	VALUE_ADDRESS, /* "host" X, or "net" X/Y */
	VALUE_FLAG, /* "tcp[tcpflags] & tcp-syn" != 0 */
	VALUE_COMPARED, /* "len" > 100 */
};

struct field_counterpart {
	const char *name;
	const char *words;
	const char *alone; /* the filter for the field without a comparison */
	enum value_kind kind;
};

static const struct field_counterpart fields[] = {
	{ "tcp.port", "tcp port", "tcp", VALUE_PLAIN },
	{ "tcp.srcport", "tcp src port", "tcp", VALUE_PLAIN },
	{ "tcp.dstport", "tcp dst port", "tcp", VALUE_PLAIN },
	{ "udp.port", "udp port", "udp", VALUE_PLAIN },
	{ "udp.srcport", "udp src port", "udp", VALUE_PLAIN },
	{ "udp.dstport", "udp dst port", "udp", VALUE_PLAIN },
	{ "ip.addr", "", "ip", VALUE_ADDRESS },
	{ "ip.host", "", "ip", VALUE_ADDRESS },
	{ "ip.src", "src ", "ip", VALUE_ADDRESS },
	{ "ip.dst", "dst ", "ip", VALUE_ADDRESS },
	{ "ipv6.addr", "ip6 ", "ip6", VALUE_ADDRESS },
	{ "ipv6.src", "ip6 src ", "ip6", VALUE_ADDRESS },
	{ "ipv6.dst", "ip6 dst ", "ip6", VALUE_ADDRESS },
	{ "eth.addr", "ether host", NULL, VALUE_PLAIN },
	{ "eth.src", "ether src", NULL, VALUE_PLAIN },
	{ "eth.dst", "ether dst", NULL, VALUE_PLAIN },
	{ "eth.type", "ether proto", NULL, VALUE_PLAIN },
	{ "vlan.id", "vlan", "vlan", VALUE_PLAIN },
	{ "ip.proto", "ip proto", "ip", VALUE_PLAIN },
	{ "ipv6.nxt", "ip6 proto", "ip6", VALUE_PLAIN },
	{ "ip.ttl", "ip[8]", "ip", VALUE_COMPARED },
	{ "ip.len", "ip[2:2]", "ip", VALUE_COMPARED },
	{ "ip.id", "ip[4:2]", "ip", VALUE_COMPARED },
	{ "icmp.type", "icmp[icmptype]", "icmp", VALUE_COMPARED },
	{ "icmp.code", "icmp[icmpcode]", "icmp", VALUE_COMPARED },
	{ "icmpv6.type", "icmp6[icmp6type]", "icmp6", VALUE_COMPARED },
	{ "arp.opcode", "arp[6:2]", "arp", VALUE_COMPARED },
	{ "udp.length", "udp[4:2]", "udp", VALUE_COMPARED },
	{ "tcp.window_size_value", "tcp[14:2]", "tcp", VALUE_COMPARED },
	{ "tcp.seq_raw", "tcp[4:4]", "tcp", VALUE_COMPARED },
	{ "tcp.ack_raw", "tcp[8:4]", "tcp", VALUE_COMPARED },
	{ "tcp.flags", "tcp[tcpflags]", "tcp", VALUE_COMPARED },
	{ "frame.len", "len", NULL, VALUE_COMPARED },
	{ "tcp.flags.syn", "tcp-syn", NULL, VALUE_FLAG },
	{ "tcp.flags.ack", "tcp-ack", NULL, VALUE_FLAG },
	{ "tcp.flags.fin", "tcp-fin", NULL, VALUE_FLAG },
	{ "tcp.flags.reset", "tcp-rst", NULL, VALUE_FLAG },
	{ "tcp.flags.push", "tcp-push", NULL, VALUE_FLAG },
	{ "tcp.flags.urg", "tcp-urg", NULL, VALUE_FLAG },
	{ "tcp.flags.ece", "tcp-ece", NULL, VALUE_FLAG },
	{ "tcp.flags.cwr", "tcp-cwr", NULL, VALUE_FLAG },
};

/* Protocols that Wireshark recognises and for which libpcap has a port or another name. */
static const struct {
	const char *name;
	const char *words;
} protocols[] = {
	{ "http", "tcp port 80" },
	{ "http.request", "tcp port 80" },
	{ "http.response", "tcp port 80" },
	{ "tls", "tcp port 443" },
	{ "ssl", "tcp port 443" },
	{ "https", "tcp port 443" },
	{ "quic", "udp port 443" },
	{ "dns", "port 53" },
	{ "mdns", "udp port 5353" },
	{ "dhcp", "(udp port 67 or udp port 68)" },
	{ "bootp", "(udp port 67 or udp port 68)" },
	{ "ntp", "udp port 123" },
	{ "ssh", "tcp port 22" },
	{ "ipv4", "ip" },
	{ "ipv6", "ip6" },
	{ "icmpv6", "icmp6" },
	{ "eth", "ether" },
};

/* Keywords of libpcap. They are kept as they are, and suggested for misspelled words. */
static const char *const keywords[] = { "host", "net", "port", "portrange", "src", "dst", "ether",
	"ip", "ip6", "arp", "rarp", "tcp", "udp", "icmp", "icmp6", "igmp", "sctp", "proto",
	"gateway", "broadcast", "multicast", "less", "greater", "vlan", "mpls", "pppoes", "inbound",
	"outbound", "len", "mask", "link", "and", "or", "not", "protochain" };

enum { KEYWORD_COUNT = ARRAY_COUNT(keywords) };

static bool is_word_character(char c)
{
	return isalnum((unsigned char)c) || strchr("_.:/-[]", c);
}

/* Moves to the next token: a word (without its quotes), or an operator of one or two characters. */
static void advance(struct reader *reader)
{
	const char *at = reader->next + strspn(reader->next, " \t\r\n");
	struct token *token = &reader->token;
	size_t size = 0;
	*token = (struct token){ .kind = TOKEN_END };
	if (*at == '\0') {
		reader->next = at;
		return;
	}
	if (*at == '"' || *at == '\'') {
		const char *end = strchr(at + 1, *at);
		size = end ? (size_t)(end - at - 1) : WORD_MAX;
		token->kind = TOKEN_WORD;
		at++;
		reader->next = end ? end + 1 : at;
	} else if (is_word_character(*at)) {
		while (at[size] && is_word_character(at[size]))
			size++;
		token->kind = TOKEN_WORD;
		reader->next = at + size;
	} else {
		static const char *const two[] = { "==", "!=", "&&", "||", ">=", "<=" };
		size = 1;
		for (size_t i = 0; i < ARRAY_COUNT(two); i++) {
			if (strncmp(at, two[i], 2) == 0)
				size = 2;
		}
		token->kind = TOKEN_SYMBOL;
		reader->next = at + size;
		reader->is_bad |= strchr("=!&|<>()", *at) == NULL;
	}
	if (size >= WORD_MAX) {
		reader->is_bad = true;
		token->kind = TOKEN_END;
		return;
	}
	memcpy(token->text, at, size);
	token->text[size] = '\0';
}

static void append_word(struct text *out, const char *word)
{
	const char *so_far = text_string(out);
	if (out->size > 0 && so_far[out->size - 1] != '(' && strcmp(word, ")") != 0)
		text_append_char(out, ' ');
	text_append(out, word);
}

/* Returns libpcap's sign for a comparison of either language, or NULL when the token is none. */
static const char *comparison(const struct token *token)
{
	static const struct {
		const char *theirs;
		const char *ours;
	} table[] = {
		{ "==", "=" },
		{ "=", "=" },
		{ "eq", "=" },
		{ "!=", "!=" },
		{ "ne", "!=" },
		{ ">", ">" },
		{ "gt", ">" },
		{ "<", "<" },
		{ "lt", "<" },
		{ ">=", ">=" },
		{ "ge", ">=" },
		{ "<=", "<=" },
		{ "le", "<=" },
	};
	for (size_t i = 0; token->kind != TOKEN_END && i < ARRAY_COUNT(table); i++) {
		if (strcasecmp(token->text, table[i].theirs) == 0)
			return table[i].ours;
	}
	return NULL;
}

/* Translates one field and its comparison. The reader is behind the field's name. */
static bool translate_field(
	struct reader *reader, const struct field_counterpart *field, struct text *out)
{
	autofinish(text) struct text words = { 0 };
	const char *sign = comparison(&reader->token);
	if (!sign) {
		if (field->kind == VALUE_FLAG)
			text_append_format(&words, "tcp[tcpflags] & %s != 0", field->words);
		else if (!field->alone)
			return false;
		else
			text_append(&words, field->alone);
		append_word(out, text_string(&words));
		return true;
	}
	advance(reader);
	if (reader->token.kind != TOKEN_WORD)
		return false;
	const char *value = reader->token.text;
	bool is_equal = strcmp(sign, "=") == 0;
	if (field->kind != VALUE_COMPARED && !is_equal && strcmp(sign, "!=") != 0)
		return false;

	const char *not_word = is_equal ? "" : "not ";
	switch (field->kind) {
	case VALUE_PLAIN:
		text_append_format(&words, "%s%s %s", not_word, field->words, value);
		break;
	case VALUE_ADDRESS:
		text_append_format(&words, "%s%s%s %s", not_word, field->words,
			strchr(value, '/') ? "net" : "host", value);
		break;
	case VALUE_FLAG: {
		bool is_zero = strcmp(value, "0") == 0 || strcasecmp(value, "false") == 0;
		text_append_format(&words, "tcp[tcpflags] & %s %s 0", field->words,
			is_zero == is_equal ? "=" : "!=");
		break;
	}
	case VALUE_COMPARED:
		text_append_format(&words, "%s %s %s", field->words, sign, value);
		break;
	}
	append_word(out, text_string(&words));
	advance(reader);
	return true;
}

static bool is_keyword(const char *word)
{
	for (size_t i = 0; i < KEYWORD_COUNT; i++) {
		if (strcmp(word, keywords[i]) == 0)
			return true;
	}
	return false;
}

static bool takes_a_name(const char *word)
{
	return strcmp(word, "host") == 0 || strcmp(word, "port") == 0 || strcmp(word, "net") == 0 ||
		strcmp(word, "gateway") == 0 || strcmp(word, "proto") == 0;
}

/*
 * Translates a word that is no field: it is kept, or replaced by its counterpart or by the keyword
 * that it resembles.
 */
static bool translate_word(struct reader *reader, bool is_name, struct text *out, bool *ret_is_name)
{
	const char *word = reader->token.text;
	*ret_is_name = false;
	bool is_number_or_address = isdigit((unsigned char)word[0]) || strchr(word, ':') != NULL ||
		strchr(word, '[') != NULL;
	if (is_name || is_number_or_address) {
		append_word(out, word);
		return true;
	}
	for (size_t i = 0; i < ARRAY_COUNT(protocols); i++) {
		if (strcasecmp(word, protocols[i].name) == 0) {
			append_word(out, protocols[i].words);
			return true;
		}
	}
	const char *keyword = is_keyword(word) ? word : nearest_name(word, keywords, KEYWORD_COUNT);
	if (!keyword)
		return false;
	append_word(out, keyword);
	*ret_is_name = takes_a_name(keyword);
	return true;
}

static bool translate_symbol(struct reader *reader, struct text *out)
{
	const char *sign = reader->token.text;
	if (strcmp(sign, "&&") == 0 || strcmp(sign, "&") == 0)
		append_word(out, "and");
	else if (strcmp(sign, "||") == 0 || strcmp(sign, "|") == 0)
		append_word(out, "or");
	else if (strcmp(sign, "!") == 0)
		append_word(out, "not");
	else if (strcmp(sign, "==") == 0)
		append_word(
			out, "="); /* "len == 100", or "port == 80" which then does not compile */
	else
		append_word(out, sign);
	return true;
}

static bool translate(struct reader *reader, struct text *out)
{
	bool is_name = false; /* the next word is the name of a host or a port */
	for (unsigned count = 0; count < TOKENS_MAX; count++) {
		if (reader->is_bad)
			return false;
		if (reader->token.kind == TOKEN_END)
			return out->size > 0;
		if (reader->token.kind == TOKEN_SYMBOL) {
			/* "port == 80" */
			if (!(is_name && comparison(&reader->token)))
				translate_symbol(reader, out);
			advance(reader);
			continue;
		}
		const struct field_counterpart *field = NULL;
		for (size_t i = 0; !is_name && i < ARRAY_COUNT(fields); i++) {
			if (strcasecmp(reader->token.text, fields[i].name) == 0)
				field = &fields[i];
		}
		if (field) {
			advance(reader);
			if (!translate_field(reader, field, out))
				return false;
			continue;
		}
		if (!translate_word(reader, is_name, out, &is_name))
			return false;
		advance(reader);
	}
	return false;
}

bool filter_suggest(const char *expression, struct text *ret_filter)
{
	struct reader reader = { .next = expression };
	autofinish(text) struct text out = { 0 };
	advance(&reader);
	if (!translate(&reader, &out) || strcmp(text_string(&out), expression) == 0)
		return false;
	text_append(ret_filter, text_string(&out));
	return true;
}

static bool compiles(int link_type, const char *expression)
{
	pcap_t *handle = pcap_open_dead(link_type, SNAP_LENGTH);
	if (!handle)
		return false;
	struct bpf_program program;
	bool ok = pcap_compile(handle, &program, expression, 1, PCAP_NETMASK_UNKNOWN) == 0;
	if (ok)
		pcap_freecode(&program);
	pcap_close(handle);
	return ok;
}

bool filter_refuse(int link_type, const char *expression, const char *reason, struct error *error)
{
	static const char prefix[] = "can't parse filter expression: ";
	if (strncmp(reason, prefix, sizeof(prefix) - 1) == 0)
		reason += sizeof(prefix) - 1;
	static const char syntax[] = MESSAGE("syntax error");
	error_set(error, "cannot use the filter '%s': %s", expression,
		strcmp(reason, syntax) == 0 ? message_of(syntax) : reason);

	autofinish(text) struct text suggestion = { 0 };
	if (filter_suggest(expression, &suggestion) &&
		compiles(link_type, text_string(&suggestion)))
		text_append_message(
			&error->message, "; did you mean '%s'?", text_string(&suggestion));
	else
		text_append_message(&error->message,
			"; filters are libpcap's, such as 'tcp port 8080' or 'host 192.0.2.1 and not arp'");
	return false;
}
