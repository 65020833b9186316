/*
 * Names and prefixes, as tables. Names are compared in a plain form: "user[Access-Token]" and
 * "user%5BaccessToken%5D" are both "useraccesstoken", which ends with "token".
 */
#include "secrets/secret-names.h"

#include <string.h>

enum { PLAIN_SIZE = 64 };

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

/* These make a secret of any name that ends with them. */
static const char *const endings[] = {
	"token",
	"secret",
	"password",
	"passwd",
	"passphrase",
	"passcode",
	"pwd",
	"apikey",
	"accesskey",
	"secretkey",
	"privatekey",
	"authkey",
	"sessionid",
	"sessid",
	"sessionkey",
	"signature",
	"credential",
	"credentials",
	"jwt",
	"samlresponse",
	"samlrequest",
};

/* These are one alone. */
static const char *const words[] = {
	"auth",
	"authorization",
	"pass",
	"session",
	"sid",
	"csrf",
	"xsrf",
	"otp",
	"assertion",
	"xauth",
	"cookie",
};

/* These too, where somebody typed them into an address or a form. */
static const char *const parameter_words[] = {
	"key",
	"code",
	"sig",
	"pin",
	"ticket",
	"pw",
	"nonce",
};

static int hex_value(uint8_t c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	if (c >= 'a' && c <= 'f')
		return c - 'a' + 10;
	return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

/* The last letters and digits of a name, in lower case, with %41 decoded. */
static size_t plain_form(struct bytes name, char plain[PLAIN_SIZE])
{
	size_t size = 0;
	for (size_t i = 0; i < name.size; i++) {
		uint8_t c = name.data[i];
		if (c == '%' && name.size - i > 2 && hex_value(name.data[i + 1]) >= 0 &&
			hex_value(name.data[i + 2]) >= 0) {
			c = (uint8_t)(hex_value(name.data[i + 1]) << 4 |
				hex_value(name.data[i + 2]));
			i += 2;
		}
		if (c >= 'A' && c <= 'Z')
			c = (uint8_t)(c - 'A' + 'a');
		if (!(c >= 'a' && c <= 'z') && !(c >= '0' && c <= '9'))
			continue;
		if (size == PLAIN_SIZE - 1)
			memmove(plain, plain + 1, --size);
		plain[size++] = (char)c;
	}
	plain[size] = '\0';
	return size;
}

static bool is_one_of(const char *plain, const char *const *list, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		if (strcmp(plain, list[i]) == 0)
			return true;
	}
	return false;
}

static bool is_secret(const char *plain, size_t size)
{
	for (size_t i = 0; i < COUNT(endings); i++) {
		size_t ending_size = strlen(endings[i]);
		if (size >= ending_size && strcmp(plain + size - ending_size, endings[i]) == 0)
			return true;
	}
	return is_one_of(plain, words, COUNT(words));
}

bool secret_name_is(struct bytes name, const char *word)
{
	char plain[PLAIN_SIZE];
	(void)plain_form(name, plain);
	return strcmp(plain, word) == 0;
}

enum secret secret_of_header(struct bytes name)
{
	static const struct {
		const char *plain;
		enum secret kind;
	} headers[] = {
		{ "authorization", SECRET_AUTHORIZATION },
		{ "proxyauthorization", SECRET_PROXY_AUTHORIZATION },
		{ "cookie", SECRET_COOKIE },
		{ "cookie2", SECRET_COOKIE },
		{ "setcookie", SECRET_SET_COOKIE },
		{ "setcookie2", SECRET_SET_COOKIE },
	};
	char plain[PLAIN_SIZE];
	size_t size = plain_form(name, plain);
	for (size_t i = 0; i < COUNT(headers); i++) {
		if (strcmp(plain, headers[i].plain) == 0)
			return headers[i].kind;
	}
	return is_secret(plain, size) ? SECRET_HEADER : SECRET_NONE;
}

bool secret_is_parameter(struct bytes name)
{
	char plain[PLAIN_SIZE];
	size_t size = plain_form(name, plain);
	return is_secret(plain, size) || is_one_of(plain, parameter_words, COUNT(parameter_words));
}

bool secret_is_member(struct bytes name)
{
	char plain[PLAIN_SIZE];
	size_t size = plain_form(name, plain);
	return is_secret(plain, size);
}

bool secret_token_prefix(struct bytes text, size_t *ret_prefix_size, size_t *ret_size_min)
{
	static const struct {
		const char *prefix;
		size_t size_min;
	} prefixes[] = {
		{ "eyJ", 16 }, /* JWT: {" in base64 */
		{ "ghp_", 20 },
		{ "gho_", 20 },
		{ "ghu_", 20 },
		{ "ghs_", 20 },
		{ "ghr_", 20 },
		{ "github_pat_", 20 },
		{ "glpat-", 20 },
		{ "xoxa-", 16 },
		{ "xoxb-", 16 },
		{ "xoxp-", 16 },
		{ "xoxr-", 16 },
		{ "xoxs-", 16 },
		{ "sk_live_", 16 },
		{ "rk_live_", 16 },
		{ "sk-", 24 },
		{ "npm_", 24 },
		{ "AKIA", 20 },
		{ "ASIA", 20 },
		{ "AIza", 30 },
		{ "ya29.", 20 },
	};
	for (size_t i = 0; i < COUNT(prefixes); i++) {
		size_t size = strlen(prefixes[i].prefix);
		if (text.size >= size && memcmp(text.data, prefixes[i].prefix, size) == 0) {
			*ret_prefix_size = size;
			*ret_size_min = prefixes[i].size_min;
			return true;
		}
	}
	return false;
}
