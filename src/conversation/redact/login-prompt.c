/*
 * A prompt is the end of an unfinished line: a word for a password, and a sign that asks.
 */
#include "conversation/redact/login-prompt.h"

#include <string.h>
#include <strings.h>

#include "base/array.h"
#include "base/ascii.h"
#include "secrets/secret-names.h"

enum {
	TELNET_IAC = 255,
	TELNET_SB = 250, /* a subnegotiation, until IAC SE */
	TELNET_SE = 240,
	TELNET_WILL = 251, /* also WONT, DO, DONT: an option follows */
	TELNET_DONT = 254,
};

/* The position in a Telnet command after the last byte. */
enum {
	COMMAND_NONE,
	COMMAND_IAC,
	COMMAND_OPTION,
	COMMAND_SUBNEGOTIATION,
	COMMAND_SUBNEGOTIATION_IAC
};

/* Whether the byte belongs to a Telnet command. */
static bool skip_command(struct login_prompt *speaker, uint8_t byte)
{
	switch (speaker->command) {
	case COMMAND_NONE:
		if (byte != TELNET_IAC)
			return false;
		speaker->command = COMMAND_IAC;
		return true;
	case COMMAND_IAC:
		if (byte == TELNET_SB)
			speaker->command = COMMAND_SUBNEGOTIATION;
		else if (byte >= TELNET_WILL && byte <= TELNET_DONT)
			speaker->command = COMMAND_OPTION;
		else
			speaker->command = COMMAND_NONE;
		return byte != TELNET_IAC; /* doubled: a byte of data */
	case COMMAND_SUBNEGOTIATION:
		if (byte == TELNET_IAC)
			speaker->command = COMMAND_SUBNEGOTIATION_IAC;
		return true;
	case COMMAND_SUBNEGOTIATION_IAC:
		speaker->command = byte == TELNET_SE ? COMMAND_NONE : COMMAND_SUBNEGOTIATION;
		return true;
	default:
		speaker->command = COMMAND_NONE;
		return true;
	}
}

static bool tail_has(const char *tail, uint32_t size, const char *word)
{
	size_t length = strlen(word);
	for (size_t i = 0; i + length <= size; i++) {
		if (strncasecmp(tail + i, word, length) == 0)
			return true;
	}
	return false;
}

/*
 * Copies the end of the current line without color escapes (ECMA-48: ESC [ ... letter); returns its
 * size.
 */
static uint32_t without_colors(const struct login_prompt *speaker, char out[PROMPT_TAIL_SIZE])
{
	uint32_t size = 0;
	for (uint32_t i = 0; i < speaker->tail_size; i++) {
		bool is_escape = speaker->tail[i] == 0x1b && i + 1 < speaker->tail_size &&
			speaker->tail[i + 1] == '[';
		if (!is_escape) {
			out[size++] = speaker->tail[i];
			continue;
		}
		for (i += 2; i < speaker->tail_size && (speaker->tail[i] & 0xc0) != 0x40;)
			i++;
	}
	return size;
}

/* Whether the label before the sign is the name of a secret, as in settings and forms. */
static bool is_secret_label(const char *tail, uint32_t size)
{
	uint32_t start = size;
	while (start && !strchr(".!?;|", tail[start - 1]) && tail[start - 1])
		start--;
	if (start == size && size) /* the sign is '?' */
		return false;
	return secret_is_member((struct bytes){ (const uint8_t *)tail + start, size - start });
}

static bool is_prompt(const struct login_prompt *speaker)
{
	static const char *const words[] = { "password", "passwd", "passphrase", "passcode",
		"pass code", "pin", "secret", "one-time", "verification code", "token", "암호",
		"비밀번호", "패스워드", "パスワード", "暗証番号", "密码", "口令", "密碼",
		/*
		 * Words for a password in encodings older than UTF-8: EUC-KR, Shift_JIS, EUC-JP,
		 * GBK, Big5.
		 */
		"\xbe\xcf\xc8\xa3", "\xba\xf1\xb9\xd0\xb9\xf8\xc8\xa3",
		"\xc6\xd0\xbd\xba\xbf\xf6\xb5\xe5", "\x83\x70\x83\x58\x83\x8f\x81\x5b\x83\x68",
		"\xa5\xd1\xa5\xb9\xa5\xef\xa1\xbc\xa5\xc9", "\xc3\xdc\xc2\xeb", "\xbf\xda\xc1\xee",
		"\xb1\x4b\xbd\x58" };
	static const char *const signs[] = { ":", ">", "?", "：", "]", "=" };
	char tail[PROMPT_TAIL_SIZE];
	uint32_t size = without_colors(speaker, tail);
	while (size && (tail[size - 1] == ' ' || tail[size - 1] == '\t' || tail[size - 1] == '\0'))
		size--;
	bool asks = false;
	for (size_t i = 0; i < ARRAY_COUNT(signs); i++) {
		size_t length = strlen(signs[i]);
		asks = asks ||
			(size >= length && memcmp(tail + size - length, signs[i], length) == 0);
	}
	if (!asks || speaker->tail[0] == '<') /* markup */
		return false;
	if (is_secret_label(tail, size))
		return true;
	for (size_t i = 0; i < ARRAY_COUNT(words); i++) {
		if (tail_has(tail, size, words[i]))
			return true;
	}
	return false;
}

static bool is_base64(uint8_t c)
{
	return ascii_is_alphanumeric(c) || c == '+' || c == '/' || c == '=' || c == '-' || c == '_';
}

/* Whether the line's end is a challenge, which a line of base64 answers. */
static bool is_challenge(const struct login_prompt *speaker, uint16_t port)
{
	static const uint16_t mail[] = { 25, 110, 119, 143, 465, 587, 2525, 4190 };
	bool is_mail = false;
	for (size_t i = 0; i < ARRAY_COUNT(mail); i++)
		is_mail = is_mail || port == mail[i];
	if (speaker->head_size == 0 || speaker->is_words)
		return false;
	bool is_number = speaker->head_size >= 3 &&
		(memcmp(speaker->head, "334", 3) == 0 || memcmp(speaker->head, "383", 3) == 0) &&
		(speaker->head_size == 3 || speaker->head[3] == ' ');
	bool is_plus =
		speaker->head[0] == '+' && (speaker->head_size == 1 || speaker->head[1] == ' ');
	return is_number || (is_plus && is_mail);
}

/* Keeps the beginning of the line, and whether everything after its first blank is base64. */
static void add_to_head(struct login_prompt *speaker, uint8_t byte)
{
	bool is_blank = speaker->head_size > 0 && byte == ' ' &&
		memchr(speaker->head, ' ', speaker->head_size) == NULL &&
		speaker->head_size < PROMPT_HEAD_SIZE;
	speaker->is_words = speaker->is_words || (!is_blank && !is_base64(byte));
	if (speaker->head_size < PROMPT_HEAD_SIZE)
		speaker->head[speaker->head_size++] = (char)byte;
}

static void end_line(struct login_prompt *speaker, struct login_prompt *other, uint16_t port)
{
	if (is_challenge(speaker, port))
		other->is_asked = true;
	speaker->head_size = 0;
	speaker->is_words = false;
}

static void add_to_tail(struct login_prompt *speaker, uint8_t byte)
{
	if (byte == '\n' || byte == '\r') {
		speaker->tail_size = 0;
		return;
	}
	if (speaker->tail_size == PROMPT_TAIL_SIZE) {
		memmove(speaker->tail, speaker->tail + 1, PROMPT_TAIL_SIZE - 1);
		speaker->tail_size--;
	}
	speaker->tail[speaker->tail_size++] = (char)byte;
}

/* Whether this is an HTTP request, which never answers a prompt at the end of a page. */
static bool is_http_request(struct bytes payload)
{
	static const char *const methods[] = { "GET /", "POST /", "PUT /", "HEAD /", "OPTIONS ",
		"DELETE /", "PATCH /", "CONNECT ", "PRI * HTTP" };
	for (size_t i = 0; i < ARRAY_COUNT(methods); i++) {
		size_t size = strlen(methods[i]);
		if (payload.size >= size && memcmp(payload.data, methods[i], size) == 0)
			return true;
	}
	return false;
}

void login_prompt_add(struct login_prompt *speaker, struct login_prompt *other,
	struct bytes payload, uint16_t port, login_prompt_function *hide, void *user)
{
	enum { TELNET_PORT = 23, UNASKED_LINES = 2 };
	bool is_unasked = port == TELNET_PORT && !other->has_spoken;
	speaker->has_spoken = speaker->has_spoken || payload.size;
	if (is_http_request(payload))
		speaker->is_asked = false;
	uint32_t start = 0;
	bool is_open = false; /* a part of a password, from `start` on, is not yet reported */
	for (uint32_t i = 0; i < payload.size; i++) {
		uint8_t byte = payload.data[i];
		bool is_end = byte == '\n' || byte == '\r';
		bool is_typed = is_unasked && speaker->line_count < UNASKED_LINES;
		bool is_command = skip_command(speaker, byte);
		bool is_password = !is_command && (speaker->is_asked || is_typed) && !is_end;
		if (is_password && !is_open)
			start = i;
		if (!is_password && is_open)
			hide(user, start, i - start);
		is_open = is_password;
		if (is_command)
			continue;
		add_to_tail(speaker, byte);
		if (!is_end)
			add_to_head(speaker, byte);
		else if (byte == '\n' || port == TELNET_PORT)
			end_line(speaker, other, port);
		if (is_end) {
			speaker->line_count += speaker->line_size > 0;
			speaker->line_size = 0;
			speaker->is_asked = false;
		} else {
			speaker->line_size++;
		}
	}
	if (is_open)
		hide(user, start, (uint32_t)payload.size - start);
	if (is_prompt(speaker)) {
		other->is_asked = true;
		speaker->tail_size = 0; /* a prompt counts once */
	}
}
