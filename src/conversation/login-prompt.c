/* The prompt is the end of a line that has not ended: a word for a password, and a sign that asks. */
#include "conversation/login-prompt.h"

#include <string.h>
#include <strings.h>

enum {
	TELNET_IAC = 255,
	TELNET_SB = 250, /* a subnegotiation, until IAC SE */
	TELNET_SE = 240,
	TELNET_WILL = 251, /* and WONT, DO, DONT: an option follows */
	TELNET_DONT = 254,
};

/* How far into a command of Telnet the last byte was. */
enum {
	COMMAND_NONE,
	COMMAND_IAC,
	COMMAND_OPTION,
	COMMAND_SUBNEGOTIATION,
	COMMAND_SUBNEGOTIATION_IAC
};

/* Whether the byte belongs to a command of Telnet. */
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
		return byte != TELNET_IAC; /* twice: a byte of data */
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

static bool is_prompt(const struct login_prompt *speaker)
{
	static const char *const words[] = { "password", "passwd", "passphrase", "passcode",
		"pass code", "pin", "secret", "one-time", "verification code", "token", "암호",
		"비밀번호", "패스워드", "パスワード", "暗証番号", "密码", "口令" };
	static const char *const signs[] = { ":", ">", "?", "：", "]", "=" };
	uint32_t size = speaker->tail_size;
	while (size &&
		(speaker->tail[size - 1] == ' ' || speaker->tail[size - 1] == '\t' ||
			speaker->tail[size - 1] == '\0'))
		size--;
	bool asks = false;
	for (size_t i = 0; i < sizeof(signs) / sizeof(signs[0]); i++) {
		size_t length = strlen(signs[i]);
		asks = asks ||
			(size >= length &&
				memcmp(speaker->tail + size - length, signs[i], length) == 0);
	}
	if (!asks || speaker->tail[0] == '<') /* markup */
		return false;
	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++) {
		if (tail_has(speaker->tail, size, words[i]))
			return true;
	}
	return false;
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

/* A request, and no answer to a prompt that a page happened to end with. */
static bool is_http_request(struct bytes payload)
{
	static const char *const methods[] = { "GET /", "POST /", "PUT /", "HEAD /", "OPTIONS ",
		"DELETE /", "PATCH /", "CONNECT ", "PRI * HTTP" };
	for (size_t i = 0; i < sizeof(methods) / sizeof(methods[0]); i++) {
		size_t size = strlen(methods[i]);
		if (payload.size >= size && memcmp(payload.data, methods[i], size) == 0)
			return true;
	}
	return false;
}

void login_prompt_add(struct login_prompt *speaker, struct login_prompt *other,
	struct bytes payload, login_prompt_function *hide, void *user)
{
	if (is_http_request(payload))
		speaker->is_asked = false;
	uint32_t start = 0;
	bool is_open = false; /* a part of a password, from `start` on */
	for (uint32_t i = 0; i < payload.size; i++) {
		uint8_t byte = payload.data[i];
		bool is_end = byte == '\n' || byte == '\r';
		bool is_password = !skip_command(speaker, byte) && speaker->is_asked && !is_end;
		if (is_password && !is_open)
			start = i;
		if (!is_password && is_open)
			hide(user, start, i - start);
		is_open = is_password;
		if (speaker->command == COMMAND_NONE)
			add_to_tail(speaker, byte);
		if (is_end && speaker->command == COMMAND_NONE)
			speaker->is_asked = false;
	}
	if (is_open)
		hide(user, start, (uint32_t)payload.size - start);
	if (is_prompt(speaker)) {
		other->is_asked = true;
		speaker->tail_size = 0; /* asked once */
	}
}
