/*
 * The end of values: each format with every ASCII sign, and others, at the value's beginning, in
 * its middle and at its end. What surrounds the value stays.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "base/array.h"
#include "base/format/markup.h"
#include "secret-checks.h"

/* The notation of a value in a format. */
enum writing { AS_IT_IS, AS_JSON, AS_JSON_IN_JSON, AS_XML, AS_PERCENT };

struct format {
	const char *name, *before, *after;
	enum writing writing;
	const char *except; /* signs that end the value by the format's own rules */
};

static const char *const others[] = { "é", "한", "\xff", "%41", "%2", "+", "\t", "  ", "\r\n",
	"\n" };

static void append_json(struct text *out, const char *value)
{
	for (; *value; value++) {
		if (*value == '"' || *value == '\\')
			text_append_format(out, "\\%c", *value);
		else if ((unsigned char)*value < ' ')
			text_append_format(out, "\\u%04x", *value);
		else
			text_append_char(out, *value);
	}
}

static void append_value(struct text *out, const char *value, enum writing writing)
{
	autofinish(text) struct text once = { 0 };
	switch (writing) {
	case AS_JSON:
		append_json(out, value);
		break;
	case AS_JSON_IN_JSON:
		append_json(&once, value);
		append_json(out, text_string(&once));
		break;
	case AS_XML:
		markup_attribute(out, value);
		break;
	case AS_PERCENT:
		for (; *value; value++)
			text_append_format(out, "%%%02X", (unsigned char)*value);
		break;
	default:
		text_append(out, value);
	}
}

/* Returns 1 when a byte of the value is left, or when its surroundings were changed. */
static size_t check_value(const struct format *format, const char *value)
{
	autofinish(marked) struct marked marked = { .text = { 0 } };
	autofinish(text) struct text written = { 0 };
	append_value(&written, value, format->writing);
	add(&marked, format->before);
	add_secret(&marked, text_string(&written));
	add(&marked, format->after);
	struct secret_state state = { .lacks_start = false };
	automem char *hidden = hide_all(&marked, &state);
	const char *end = hidden + marked.text.size - strlen(format->after);
	size_t leaks = count_leaks(&marked, hidden, format->name);
	bool stays = strncmp(hidden, format->before, strlen(format->before)) == 0 &&
		strcmp(end, format->after) == 0;
	if (!stays)
		fprintf(stderr, "%s: more is hidden than the value: %s\n", format->name, hidden);
	return leaks > 0 || !stays;
}

static size_t check_sign(const struct format *format, const char *sign)
{
	static const char *const patterns[][2] = { { "", "Ab3Xy9" }, { "Ab3", "Xy9" },
		{ "Ab3Xy9", "" } };
	size_t failures = 0;
	for (size_t i = 0; i < ARRAY_COUNT(patterns); i++) {
		autofinish(text) struct text value = { 0 };
		text_append(&value, patterns[i][0]);
		text_append(&value, sign);
		text_append(&value, patterns[i][1]);
		failures += check_value(format, text_string(&value));
	}
	return failures;
}

static size_t check_format(const struct format *format)
{
	size_t failures = 0;
	for (char c = '!'; c <= '~'; c++) {
		const char sign[] = { c, '\0' };
		if (!format->except || !strchr(format->except, c))
			failures += check_sign(format, sign);
	}
	for (size_t i = 0; i < ARRAY_COUNT(others); i++) {
		bool is_lines = format->except && strchr(format->except, '\n');
		bool has_space = strpbrk(others[i], " \t\r\n") != NULL;
		if (!is_lines || !has_space)
			failures += check_sign(format, others[i]);
	}
	return failures;
}

#define CHECK(formats)                                                                             \
	do {                                                                                       \
		size_t failures = 0;                                                               \
		for (size_t i = 0; i < ARRAY_COUNT(formats); i++)                                  \
			failures += check_format(&(formats)[i]);                                   \
		assert_int_equal(failures, 0);                                                     \
	} while (0)

#define FORM "Content-Type: application/x-www-form-urlencoded\r\n"

static void forms_end_values_at_ampersands_only(void **state)
{
	(void)state;
	static const struct format formats[] = {
		{ "form", "POST / HTTP/1.1\r\n" FORM "\r\nuser=anna&password=", "&x=1", AS_IT_IS,
			"&" },
		{ "form's end", "POST / HTTP/1.1\r\n" FORM "\r\nuser=anna&password=", "", AS_IT_IS,
			"&" },
		{ "form, no type", "POST / HTTP/1.1\r\n\r\nuser=anna&password=", "&x=1", AS_IT_IS,
			"&" },
		{ "form, one value", "POST / HTTP/1.1\r\n\r\npassword=", "", AS_IT_IS, "&" },
		{ "form, percent", "POST / HTTP/1.1\r\n" FORM "\r\nuser%5Bpass%2Dword%5D=", "&x=1",
			AS_PERCENT, NULL },
		{ "form in a datagram", "user=anna&password=", "&x=1", AS_IT_IS, "&\n" },
		{ "query", "GET /a?b=c&token=", "&x=1 HTTP/1.1\r\nHost: h\r\n\r\n", AS_IT_IS,
			"&\n" },
		{ "query's end", "GET /a?b=c&token=", " HTTP/1.1\r\nHost: h\r\n\r\n", AS_IT_IS,
			"&\n" },
		{ "query, percent", "GET /a?%74oken=", " HTTP/1.1\r\nHost: h\r\n\r\n", AS_PERCENT,
			NULL },
		{ "Referer", "GET / HTTP/1.1\r\nReferer: http://h/?token=", "&x=1\r\n\r\n",
			AS_IT_IS, "&\n" },
		{ "Location", "HTTP/1.1 302 Found\r\nLocation: /#access_token=", "&x=1\r\n\r\n",
			AS_IT_IS, "&\n" },
		{ "query in a query", "GET /a?next=%2Fb%3Ftoken%3D",
			"%26c%3D1&d=2 HTTP/1.1\r\n\r\n", AS_PERCENT, "&" },
	};
	CHECK(formats);
}

static void json_ends_values_at_their_quotes(void **state)
{
	(void)state;
	static const struct format formats[] = {
		{ "JSON", "{\"user\":\"anna\",\"password\":\"", "\",\"x\":1}", AS_JSON, NULL },
		{ "JSON, blanks", "{\"password\"\r\n :\n\t\"", "\"  , \"x\":1}", AS_JSON, NULL },
		{ "JSON, array", "{\"user\":[\"a\",\"b\"],\"secret\":[\"", "\"],\"x\":[2]}",
			AS_JSON, NULL },
		{ "JSON, object", "{\"x\":1,\"credentials\":{\"k\":\"", "\"},\"y\":\"z\"}", AS_JSON,
			NULL },
		{ "JSON, escaped name", "{\"p\\u0061ss\\u0057ord\":\"", "\"}", AS_JSON, NULL },
		{ "JSON, Korean", "{\"비밀번호\":\"", "\",\"x\":\"y\"}", AS_JSON, NULL },
		{ "JSON, Korean, escaped", "{\"\\ube44\\ubc00\\ubc88\\ud638\":\"", "\"}", AS_JSON,
			NULL },
		{ "JSON in JSON", "{\"a\":\"{\\\"token\\\":\\\"", "\\\",\\\"x\\\":1}\",\"b\":2}",
			AS_JSON_IN_JSON, NULL },
		{ "JSON in text", "sent {\"token\":\"", "\"} now\n", AS_JSON, "\\" },
		{ "JSON in JSON in text", "sent {\\\"token\\\":\\\"", "\\\"} now\n",
			AS_JSON_IN_JSON, "\\" },
		{ "JSON in a form", "POST / HTTP/1.1\r\n" FORM "\r\ndata=%7B%22token%22%3A%22",
			"%22%7D&x=1", AS_PERCENT, "\"\\" },
		{ "form in JSON", "{\"body\":\"user=anna&password=", "&x=1\",\"y\":2}", AS_JSON,
			"&" },
	};
	CHECK(formats);
}

static void markup_ends_values_at_tags_and_quotes(void **state)
{
	(void)state;
	static const struct format formats[] = {
		{ "XML", "<a><user>anna</user><password>", "</password><b>1</b></a>", AS_XML,
			NULL },
		{ "XML, raw", "<a><password>", "</password><b>1</b></a>", AS_IT_IS, NULL },
		{ "XML, namespace", "<w:Password Type=\"t\">", "</w:Password>", AS_XML, NULL },
		{ "XML, nested", "<credentials><p>", "</p></credentials>", AS_XML, NULL },
		{ "XML, CDATA", "<a><token><![CDATA[", "]]></token></a>", AS_IT_IS, NULL },
		{ "attribute", "<login user=\"x\" password=\"", "\" b=\"c\"/>", AS_XML, NULL },
		{ "attribute, raw", "<login user=\"x\" password=\"", "\" b=\"c\"/>", AS_IT_IS,
			"\"" },
		{ "attribute, apostrophes", "<login user='x' password = '", "' b='c'/>", AS_XML,
			NULL },
		{ "attribute, no quotes", "<input name=password value=", " id=x>", AS_IT_IS,
			"\"'>\n" },
		{ "field", "<input name=\"password\" value=\"", "\"><p>Hello</p>", AS_XML, NULL },
		{ "field, by type", "<input value='", "' type='password'><p>Hello</p>", AS_XML,
			NULL },
		{ "meta", "<meta content=\"", "\" name=\"csrf-token\">", AS_XML, NULL },
		{ "area", "<textarea name=\"secret\">", "</textarea><p>Hello</p>", AS_XML, NULL },
		{ "link", "<a href=\"/x?token=", "&amp;y=1\">Hello</a>", AS_XML, "&" },
	};
	CHECK(formats);
}

static void settings_end_values_with_lines(void **state)
{
	(void)state;
	static const struct format formats[] = {
		{ "settings", "A=1\nDB_PASSWORD=", "\nB=2\n", AS_IT_IS, "\\\"'`\n" },
		{ "INI", "[db]\nuser = a\npassword = ", "\nx = 1\n", AS_IT_IS, "\\\"'`\n" },
		{ "YAML", "user: a\npassword: ", "\nx: y\n", AS_IT_IS, "\\\"'`\n" },
		{ "YAML, Korean", "비밀번호: ", "\nx: y\n", AS_IT_IS, "\\\"'`\n" },
		{ "apostrophes", "export API_KEY='", "'\nB=2\n", AS_IT_IS, "'\\\n" },
		{ "header", "GET / HTTP/1.1\r\nX-Api-Key:", "\r\nA: b\r\n\r\n", AS_IT_IS, "\n" },
		{ "cookie", "GET / HTTP/1.1\r\nCookie:", "\r\nA: b\r\n\r\n", AS_IT_IS, "\n" },
		{ "Authorization", "GET / HTTP/1.1\r\nAuthorization: Bearer ", "\r\nA: b\r\n\r\n",
			AS_IT_IS, "\n" },
	};
	CHECK(formats);
}

/* In these formats a sign may also end the value; no part of the value may be left. */
static void settings_with_quotes_lose_no_part(void **state)
{
	(void)state;
	static const char *const before[] = { "A=1\nDB_PASSWORD=", "password: ", "password = " };
	static const char *const signs[] = { "\"", "'", "`", "\\", "\\\\" };
	size_t leaks = 0;
	for (size_t i = 0; i < ARRAY_COUNT(before) * ARRAY_COUNT(signs) * 3; i++) {
		autofinish(marked) struct marked marked = { .text = { 0 } };
		const char *sign = signs[i / ARRAY_COUNT(before) % ARRAY_COUNT(signs)];
		size_t place = i / ARRAY_COUNT(before) / ARRAY_COUNT(signs);
		add(&marked, before[i % ARRAY_COUNT(before)]);
		add_secret(&marked, place == 0 ? sign : "Ab3");
		add_secret(&marked, place == 1 ? sign : "Xy9");
		add_secret(&marked, place == 2 ? sign : "Zz5");
		add(&marked, "\nB=2\n");
		leaks += leaks_of(&marked, "settings");
	}
	assert_int_equal(leaks, 0);
}

static void parts_end_at_the_boundary(void **state)
{
	(void)state;
	static const char *const names[] = { "name=\"password\"", "name=password",
		"name='password'", "NAME = \"user[password]\"", "name*=UTF-8''p%61ssword",
		"name*0=\"pass\"; name*1=\"word\"", "name=\"비밀번호\"",
		"filename=\"a.txt\"; name=\"token\"" };
	static const char *const separators[] = { "; ", ";", ";\r\n ", " ;\t" };
	static const char *const colons[] = { ": ", ":", " :\r\n " };
	static const char *const newlines[] = { "\r\n", "\n" };
	static const char value[] = "Ab3;\"'<&\n--b\n--bounds\r\n\r\n\x01\xff Xy9";
	size_t failures = 0,
	       count = ARRAY_COUNT(names) * ARRAY_COUNT(separators) * ARRAY_COUNT(colons) * 4;
	for (size_t i = 0; i < count; i++) {
		const char *newline = newlines[i % 2];
		autofinish(text) struct text before = { 0 };
		text_append(&before,
			i / 2 % 2 ? "POST / HTTP/1.1\r\nContent-Type: "
				    "multipart/form-data;boundary=bound\r\n\r\n"
				  : "");
		text_append_format(&before,
			"--bound%sContent-Disposition: form-data; name=\"a\"%s%sb%s"
			"--bound%sContent-Disposition%sform-data%s%s%s%s",
			newline, newline, newline, newline, newline,
			colons[i / 4 % ARRAY_COUNT(colons)],
			separators[i / 4 / ARRAY_COUNT(colons) % ARRAY_COUNT(separators)],
			names[i / 4 / ARRAY_COUNT(colons) / ARRAY_COUNT(separators)], newline,
			newline);
		autofinish(text) struct text after = { 0 };
		text_append_format(&after, "%s--bound--%s", newline, newline);
		const struct format format = { "multipart", text_string(&before),
			text_string(&after), AS_IT_IS, NULL };
		failures += check_value(&format, value);
	}
	assert_int_equal(failures, 0);
}

static void addresses_end_passwords_at_the_last_at_sign(void **state)
{
	(void)state;
	static const struct format formats[] = {
		{ "userinfo", "GET / HTTP/1.1\r\nReferer: http://u:", "@h/\r\n\r\n", AS_IT_IS,
			"/?#\"'<>`\n" },
		{ "userinfo, percent", "GET / HTTP/1.1\r\nReferer: http://u:", "@h/\r\n\r\n",
			AS_PERCENT, NULL },
		{ "no user", "redis://:", "@h:6379/0\n", AS_IT_IS, "/?#\"'<>`\n" },
		{ "several hosts", "uri: mongodb+srv://u:", "@h1,h2/db\n", AS_IT_IS,
			"/?#\"'<>`\n" },
		{ "no slash", "GET / HTTP/1.1\r\nReferer: http://u:", "@h\r\n\r\n", AS_IT_IS,
			"/?#\"'<>`\n" },
		{ "in JSON", "{\"u\":\"http:\\/\\/u:", "@h\\/\"}", AS_IT_IS, "/?#\"'<>`\\\n" },
	};
	CHECK(formats);
	static const struct format slashes[] = {
		{ "a slash", "x http://u:", "@h/ y\n", AS_IT_IS, NULL },
	};
	assert_int_equal(check_value(&slashes[0], "Ab3/Xy9"), 0);
	assert_int_equal(check_value(&slashes[0], "Ab3#Xy9?z"), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(forms_end_values_at_ampersands_only),
		cmocka_unit_test(json_ends_values_at_their_quotes),
		cmocka_unit_test(markup_ends_values_at_tags_and_quotes),
		cmocka_unit_test(settings_end_values_with_lines),
		cmocka_unit_test(settings_with_quotes_lose_no_part),
		cmocka_unit_test(parts_end_at_the_boundary),
		cmocka_unit_test(addresses_end_passwords_at_the_last_at_sign),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
