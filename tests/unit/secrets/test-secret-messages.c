/*
 * Messages with false headers, bodies that cannot be searched, texts with gaps; and traffic without
 * secrets, which must stay unchanged.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "base/array.h"
#include "secret-checks.h"

/* ---- compressed bodies ---- */

/* Two members of gzip, and what may stand between; no text is in them. */
static const char zipped[] =
	"\x1f\x8b\x08\x80\xff\x9c\xaa\x80\x81\xf0\xf1\x82\x1f\x8b\x08\x80\xff\x9d\xab";

static const char *const codings[] = { "Content-Encoding: gzip\r\n", "content-encoding:GZIP\r\n",
	"Content-Encoding : \t x-gzip \r\n", "Content-Encoding:\r\n gzip\r\n",
	"Content-Encoding: identity\r\nContent-Encoding: gzip\r\n",
	"Content-Encoding: deflate, gzip\r\n", "Content-Encoding: br\r\n",
	"Content-Encoding: zstd\r\n", "Content-Encoding: \"gzip\"\r\n",
	"Content-Encoding: something\r\n", "Transfer-Encoding: gzip\r\n" };

static const char next[] = "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nplain";

/*
 * The compressed body is hidden whole, whatever length is stated. What follows it is not hidden,
 * unless the stated length is too large.
 */
static void hides_compressed_bodies_of_any_length(void **state)
{
	(void)state;
	static const char *const lengths[] = { "", "Content-Length: 19\r\n",
		"Content-Length: 0\r\n", "Content-Length: 9\r\n", "Content-Length: x\r\n",
		"Content-Length: 3\r\nContent-Length: 19\r\n", "Content-Length: 30\r\n" };
	size_t failures = 0;
	for (size_t i = 0; i < ARRAY_COUNT(codings) * ARRAY_COUNT(lengths); i++) {
		autofinish(marked) struct marked marked = { .text = { 0 } };
		const size_t length = i % ARRAY_COUNT(lengths);
		add(&marked, "HTTP/1.1 200 OK\r\n");
		add(&marked, codings[i / ARRAY_COUNT(lengths)]);
		add(&marked, lengths[length]);
		add(&marked, "\r\n");
		add_secret(&marked, zipped);
		add(&marked, next);
		struct secret_state known = { .lacks_start = false };
		automem char *hidden = hide_all(&marked, &known);
		failures += count_leaks(&marked, hidden, codings[i / ARRAY_COUNT(lengths)]) > 0;
		if (length + 1 < ARRAY_COUNT(lengths))
			assert_string_equal(hidden + marked.text.size - strlen(next), next);
	}
	assert_int_equal(failures, 0);
}

static void hides_compressed_chunks(void **state)
{
	(void)state;
	for (size_t i = 0; i < ARRAY_COUNT(codings); i++) {
		autofinish(marked) struct marked marked = { .text = { 0 } };
		add(&marked, "HTTP/1.1 200 OK\r\n");
		add(&marked, codings[i]);
		add(&marked, "Transfer-Encoding: chunked\r\n\r\n7;name=value\r\n");
		add_bytes(&marked, zipped, 7, true);
		add(&marked, "\r\nC\r\n");
		add_secret(&marked, zipped + 7);
		add(&marked, "\r\n0\r\n\r\n");
		add(&marked, next);
		struct secret_state known = { .lacks_start = false };
		automem char *hidden = hide_all(&marked, &known);
		assert_int_equal(count_leaks(&marked, hidden, codings[i]), 0);
		assert_non_null(strstr(hidden,
			"chunked\r\n\r\n7;name=value\r\n*******\r\nC\r\n"
			"************\r\n0\r\n\r\n"));
		assert_string_equal(hidden + marked.text.size - strlen(next), next);
	}
}

/* Compressed data without a header that says so is recognised by its first bytes. */
static void knows_compressed_bodies_by_their_looks(void **state)
{
	(void)state;
	static const char *const starts[] = { "\x1f\x8b\x08", "\x28\xb5\x2f\xfd", "\x78\x9c",
		"\xfd\x37zXZ", "BZh9", "PK\x03\x04" };
	for (size_t i = 0; i < ARRAY_COUNT(starts); i++) {
		autofinish(marked) struct marked marked = { .text = { 0 } };
		add(&marked, "HTTP/1.1 200 OK\r\n\r\n");
		add_secret(&marked, starts[i]);
		add_secret(&marked, "\xff\xfe\xfd");
		assert_int_equal(leaks_of(&marked, "compressed"), 0);
	}
}

/* ---- headers that lie ---- */

static void finds_values_whatever_the_length(void **state)
{
	(void)state;
	static const char *const lengths[] = { "", "Content-Length: 0\r\n", "Content-Length: 9\r\n",
		"Content-Length: 25\r\n", "Content-Length: 99\r\n",
		"Content-Length: 4294967296\r\n", "Content-Length: -1\r\n",
		"Transfer-Encoding: chunked\r\n" };
	static const char *const between[] = { "", "\r\n", "\n" };
	for (size_t i = 0; i < ARRAY_COUNT(lengths) * ARRAY_COUNT(between); i++) {
		autofinish(marked) struct marked marked = { .text = { 0 } };
		add(&marked,
			"POST / HTTP/1.1\r\nContent-Type: application/x-www-form-urlencoded\r\n");
		add(&marked, lengths[i % ARRAY_COUNT(lengths)]);
		add(&marked, "\r\nuser=anna&password=");
		add_secret(&marked, "Ab3;'<\\x\n\"Xy9 Zz");
		add(&marked, between[i / ARRAY_COUNT(lengths)]);
		add(&marked, "GET /next?token=");
		add_secret(&marked, "Ab3;Xy9");
		add(&marked, " HTTP/1.1\r\nHost: h\r\n\r\n");
		struct secret_state known = { .lacks_start = false };
		automem char *hidden = hide_all(&marked, &known);
		assert_int_equal(
			count_leaks(&marked, hidden, lengths[i % ARRAY_COUNT(lengths)]), 0);
		assert_non_null(
			strstr(hidden, "GET /next?token=******* HTTP/1.1\r\nHost: h\r\n\r\n"));
	}
}

static void finds_values_in_odd_places_of_messages(void **state)
{
	(void)state;
	static const char *const texts[] = {
		"HTTP/1.1 200 OK\r\nTransfer-Encoding: "
		"chunked\r\n\r\n1;token=«Ab3»\r\nx\r\n0\r\n\r\n",
		"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nx\r\n0\r\nX-Token: «Ab3 "
		"Xy9»\r\n\r\n",
		"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nFF\r\n{\"token\":\"«Ab3»\"}",
		"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n{\"token\":\"«Ab3»\"}",
		"HTTP/1.1 200 OK\nContent-Type: application/json\n\n{\"token\":\"«Ab3»\"}",
		"HTTP/1.0 200 OK\r\nSet-Cookie: «a=b; Path=/»\r\nSet-Cookie:«c=d»\r\n\r\n",
		"GET /a?token=«Ab3 Xy9»\r\n", "GET http://u:«p@w»@h/ HTTP/1.1\r\nHost: h\r\n\r\n",
		"GET / HTTP/1.1\r\nX-Forwarded: a\r\n token=«Ab3»\r\n\r\n",
		"GET / HTTP/1.1\r\nAuthorization: Digest «username=\"a\", response=\"b\"»\r\n\r\n",
		"GET / HTTP/1.1\r\nauthorization:\r\n\tBearer «abc»\r\n\t«def»\r\n\r\n",
		"GET / HTTP/1.1\r\nCookie: «a=b;\tc=\"d;e\"; f»\r\n\r\n",
		"GET / HTTP/1.1\r\nSec-WebSocket-Protocol: «eyJhbGciOiJIUzI1NiJ9.e30.c2ln»\r\n\r\n",
		"RTSP/1.0 200 OK\r\nSession: «12345678»\r\n\r\n",
		"M-SEARCH * HTTP/1.1\r\nX-Api-Key: «abc»\r\n\r\n",
		"\xff\xfe{\0\"\0", /* cut UTF-16: nothing is found, and nothing fails */
	};
	size_t leaks = 0;
	for (size_t i = 0; i < ARRAY_COUNT(texts); i++) {
		autofinish(marked) struct marked marked = { .text = { 0 } };
		add_marked(&marked, texts[i]);
		/* The first bytes of a token name its kind; they stay. */
		memset(marked.marks.data, '.',
			strstr(texts[i], "eyJ") ? marked.marks.size - 20 : 0);
		leaks += leaks_of(&marked, texts[i]);
	}
	assert_int_equal(leaks, 0);
}

static void reads_utf16(void **state)
{
	(void)state;
	static const char json[] = "{\"user\":\"anna\",\"password\":\"secret\"}";
	for (unsigned is_big = 0; is_big < 2; is_big++) {
		autofinish(marked) struct marked marked = { .text = { 0 } };
		add(&marked, "POST / HTTP/1.1\r\nContent-Type: application/json\r\n\r\n");
		for (size_t i = 0; i < strlen(json); i++) {
			const char pair[] = { is_big ? '\0' : json[i], is_big ? json[i] : '\0' };
			add_bytes(&marked, pair, 2, i >= 27 && i < 33);
		}
		assert_int_equal(leaks_of(&marked, "UTF-16"), 0);
	}
}

/* ---- gaps ---- */

/* A message in two pieces; the bytes between them were not captured. */
static size_t leaks_with_gap(const struct marked *whole, size_t cut, size_t gap, const char *name)
{
	autofinish(marked) struct marked first = { .text = { 0 } };
	autofinish(marked) struct marked second = { .text = { 0 } };
	struct secret_state known = { .lacks_start = false };
	add_part(&first, whole, 0, cut);
	add_part(&second, whole, cut + gap, whole->text.size);
	size_t leaks = find_leaks(&first, &known, name);
	known.lacks_start = true;
	return leaks + find_leaks(&second, &known, name);
}

#define OK "HTTP/1.1 200 OK\r\nContent-Type: "

/* A gap anywhere: in a header, a name, a value, between them, or after a value. */
static void hides_what_a_gap_leaves_of_a_value(void **state)
{
	(void)state;
	static const char *const texts[] = {
		"GET /a?b=c&token=«Ab3 Xy9»&d=e HTTP/1.1\r\nHost: h\r\n\r\n",
		"GET / HTTP/1.1\r\nX-Token: «Ab3 Xy9»\r\n «Zz5»\r\nHost: h\r\n\r\n",
		"POST / HTTP/1.1\r\nContent-Type: application/x-www-form-urlencoded\r\n\r\n"
		"user=anna&password=«Ab3;'Xy9»&d=e",
		OK
		"application/json\r\n\r\n{\"user\":\"anna\",\"password\":\"«Ab3;'Xy9»\",\"x\":1}",
		OK "application/json\r\n\r\n{\"x\":1,\"비밀번호\" : \"«Ab3;'Xy9»\",\"y\":2}",
		OK "text/html\r\n\r\n<p>Hello</p><password>«Ab3;'Xy9»</password><p>x</p>",
		OK "text/html\r\n\r\n<p>Hello</p><input name=\"password\" "
		   "value=\"«Ab3;'Xy9»\"><p>x</p>",
		OK "text/xml\r\n\r\n<a><credentials><u>«anna»</u><p>«Ab3»</p></credentials></a>",
		OK "text/plain\r\n\r\nA=1\nDB_PASSWORD=«Ab3;'Xy9»\nB=2\n",
		OK "text/plain\r\n\r\na: b\npassword: |\n  «Ab3;'Xy9»\n  «Zz5»\nx: y\n",
		OK "application/javascript\r\n\r\nvar a=1;token=\"«Ab3'Xy9»\";f()",
		"POST / HTTP/1.1\r\nContent-Type: multipart/form-data; boundary=bb\r\n\r\n--bb\r\n"
		"Content-Disposition: form-data; "
		"name=\"password\"\r\n\r\n«Ab3;'Xy9\r\nZz5»\r\n--bb--\r\n",
		OK "text/plain\r\n\r\n-----BEGIN PRIVATE KEY-----\n«Ab3Xy9»\n-----END PRIVATE "
		   "KEY-----\n",
		"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nTransfer-Encoding: "
		"chunked\r\n\r\n"
		"1C\r\n{\"user\":\"anna\",\"token\":\"«Ab3»\r\nB\r\n«Xy9»\",\"x\":1}\r\n0\r\n\r\n",
		"user=anna token=«Ab3;'Xy9»\nnext line\n",
		"password: «Ab3;'Xy9»\nnext: line\n",
	};
	size_t leaks = 0;
	for (size_t i = 0; i < ARRAY_COUNT(texts); i++) {
		autofinish(marked) struct marked whole = { .text = { 0 } };
		add_marked(&whole, texts[i]);
		for (size_t cut = 1; cut < whole.text.size; cut++) {
			for (size_t gap = 1; gap < 6 && cut + gap < whole.text.size; gap++)
				leaks += leaks_with_gap(&whole, cut, gap, texts[i]);
		}
	}
	assert_int_equal(leaks, 0);
}

/* A gap does not hide what follows the end of the value. */
static void goes_on_behind_the_value(void **state)
{
	(void)state;
	static const char *const pairs[][3] = {
		{ "GET / HTTP/1.1\r\nCookie: a=", "c\r\nHost: h\r\n", "*\r\nHost: h\r\n" },
		{ "POST / HTTP/1.1\r\nContent-Type: "
		  "application/x-www-form-urlencoded\r\n\r\npassword=a",
			"b;c&user=anna", "***&user=anna" },
		{ "{\"token\":\"a", "b;c\",\"user\":\"anna\"}", "***\",\"user\":\"anna\"}" },
		{ "{\"token\":\"a", "b\",\"user\":\"anna\"}HTTP/1.1 200 OK\r\n\r\nx",
			"*\",\"user\":\"anna\"}HTTP/1.1 200 OK\r\n\r\nx" },
		{ "<password>a", "b</password><user>anna</user>", "*</password><user>anna</user>" },
		{ "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n\r\nab",
			"cd\nHTTP/1.1 200 OK\r\n\r\nplain", "***HTTP/1.1 200 OK\r\n\r\nplain" },
	};
	for (size_t i = 0; i < ARRAY_COUNT(pairs); i++) {
		autofinish(marked) struct marked first = { .text = { 0 } };
		autofinish(marked) struct marked second = { .text = { 0 } };
		struct secret_state known = { .lacks_start = false };
		add(&first, pairs[i][0]);
		add(&second, pairs[i][1]);
		automem char *before = hide_all(&first, &known);
		assert_true(known.open != SECRET_NONE);
		known.lacks_start = true;
		automem char *behind = hide_all(&second, &known);
		assert_string_equal(behind, pairs[i][2]);
		assert_int_equal(known.open, SECRET_NONE);
	}
}

/* ---- no secrets ---- */

static void leaves_other_traffic_alone(void **state)
{
	(void)state;
	static const char *const texts[] = {
		"GET /ping HTTP/1.1\r\nHost: 127.0.0.1:8080\r\nUser-Agent: curl/7.88.1\r\nAccept: "
		"*/*\r\n\r\n",
		"HTTP/1.1 200 OK\r\nDate: Sat, 28 Nov 2026 05:00:00 GMT\r\nContent-Length: 5\r\n"
		"Content-Type: text/plain; charset=utf-8\r\nETag: \"abc-123\"\r\nVary: Accept, "
		"Cookie\r\n"
		"Keep-Alive: timeout=5, max=100\r\nAccess-Control-Allow-Credentials: "
		"true\r\n\r\npong\n",
		"GET /long?bytes=16000&page=2&sort=name,asc HTTP/1.1\r\nAccept: "
		"text/html;q=0.9,*/*;q=0.8\r\n"
		"Accept-Encoding: gzip, deflate\r\nAccept-Language: "
		"ko-KR,ko;q=0.9\r\nIf-None-Match: \"abc\"\r\n"
		"Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nIdempotency-Key: 123\r\nDNT: 1\r\n"
		"Cache-Control: max-age=0, private=\"set-cookie\"\r\nUpgrade-Insecure-Requests: "
		"1\r\n\r\n",
		"HTTP/1.1 401 Unauthorized\r\nWWW-Authenticate: Basic realm=\"the door\"\r\n"
		"Content-Security-Policy: default-src 'none'; script-src 'sha256-abc='\r\n"
		"Strict-Transport-Security: max-age=31536000\r\n\r\n",
		"{\"user\":\"anna\",\"tokens\":3,\"max_tokens\":100,\"token_type\":\"bearer\","
		"\"key\":\"value\","
		"\"code\":404,\"password\":null,\"otp\":false,\"list\":[1,2,{\"name\":\"Bert\"}]}",
		"<!DOCTYPE html><html><head><title>Log in</title><meta "
		"charset=\"utf-8\"><style>.token{color:red}"
		"a:hover{top:1px}input[type=password]{width:9em}</style></head><body><form "
		"action=\"/login\">"
		"<label for=\"password\">Password</label><input type=\"password\" "
		"name=\"password\" "
		"placeholder=\"secret\" autocomplete=\"current-password\"><button "
		"name=\"key\">Go</button></form>"
		"<p>The token is a word. An access token, and how it works: the <b>secret</b> of "
		"it.</p>"
		"<a href=\"/docs/token?page=2&amp;lang=ko\">tokens</a></body></html>",
		"body{margin:0;background:url(/"
		"a.png?v=3)}.password{display:none}#token:hover{left:0}",
		"HTTP/1.1 200 OK\r\nContent-Type: application/javascript\r\n\r\n"
		"function f(e){if(e.token===t&&e.key==2)return e.password;e.token=t.token;var "
		"o={token:e,pass:n};"
		"for(var k=0;k<9;k++)a[k]=b?c:d}",
		"<svg viewBox=\"0 0 9 9\"><path d=\"M0 0L9 9\"/><text "
		"id=\"key\">token</text></svg>",
		"The token is valid for 3 days: after that, ask again.\nA password must have 8 "
		"letters.\n",
		"SyntaxError: Unexpected token '<' in JSON at position 0\n",
		"/* a comment */\nint main(void)\n{\n\treturn 0;\n}\n",
		"220 mail.example ESMTP\r\nEHLO client.example\r\n250-SIZE 1000\r\n250 AUTH PLAIN "
		"LOGIN\r\n",
		"user: anna\nlist:\n  - one\n  - two\nport: 8080\n",
		"$GPGGA,123519,4807.038,N,01131.000,E,1,08,0.9,545.4,M,46.9,M,,*47\r\n",
		"see http://example.com:8080/a@b and mail anna@example.com, "
		"https://h:443/x?y=1#top\n",
		"2026-11-28 05:00:00 GET /ping 200 12ms user=anna id=7\n",
		"안녕하세요. 토큰은 낱말입니다. 암호 없이 들어갑니다.\n",
		"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n",
		"data: "
		"{\"choices\":[{\"delta\":{\"content\":\"Hi\"}}],\"usage\":{\"prompt_tokens\":5}}"
		"\n\n",
	};
	for (size_t i = 0; i < ARRAY_COUNT(texts); i++) {
		autofinish(marked) struct marked marked = { .text = { 0 } };
		struct secret_state known = { .lacks_start = false };
		add(&marked, texts[i]);
		automem char *hidden = hide_all(&marked, &known);
		assert_string_equal(hidden, texts[i]);
		assert_int_equal(known.open, SECRET_NONE);
	}
}

/* Only the values of secrets' names are hidden. */
static void hides_no_more_than_the_values(void **state)
{
	(void)state;
	static const char *const pairs[][2] = {
		{ "{\"a\":{\"token\":\"x y\",\"b\":[1,\"c\"]},\"d\":\"e\"}",
			"{\"a\":{\"token\":\"***\",\"b\":[1,\"c\"]},\"d\":\"e\"}" },
		{ "<a b=\"c\"><token d='e'>x y</token><f>g</f></a>",
			"<a b=\"c\"><token d='e'>***</token><f>g</f></a>" },
		{ "GET /a?token=x#top&b=c HTTP/1.1\r\nHost: h\r\n\r\n",
			"GET /a?token=*****&b=c HTTP/1.1\r\nHost: h\r\n\r\n" },
		{ "WWW-Authenticate: Digest realm=\"a\", nonce=\"b c\", qop=\"auth\"\r\n",
			"WWW-Authenticate: Digest realm=\"a\", nonce=\"***\", qop=\"auth\"\r\n" },
		{ "http://u:p@h:80/a@b?c=d", "http://u:*@h:80/a@b?c=d" },
		{ "a: b\nsecret:\n  - x\n\n  - y\nc:\n  - d\n",
			"a: b\nsecret:\n  ***\n\n  ***\nc:\n  - d\n" },
		{ "user,password,age\nanna,\"a,b\",7\nbert,x y,8\n",
			"user,password,age\nanna,*****,7\nbert,***,8\n" },
		{ "f(password='a;b', c='d')\n", "f(password='***', c='d')\n" },
		{ "const t = {token: \"x\", n: 1};\n", "const t = {token: \"*\", n: 1};\n" },
		{ "x --password 'a b' --verbose\n", "x --password ***** --verbose\n" },
	};
	for (size_t i = 0; i < ARRAY_COUNT(pairs); i++) {
		autofinish(marked) struct marked marked = { .text = { 0 } };
		struct secret_state known = { .lacks_start = false };
		add(&marked, pairs[i][0]);
		automem char *hidden = hide_all(&marked, &known);
		assert_string_equal(hidden, pairs[i][1]);
	}
}

/* A secret that two rules find counts once, and no byte is in two ranges. */
static void counts_each_secret_once(void **state)
{
	(void)state;
	static const char text[] =
		"GET /?token=eyJhbGciOiJIUzI1NiJ9.e30.c2ln&password=http://u:p@h/ HTTP/1.1\r\n\r\n";
	struct secret_list list = { 0 };
	struct secret_state known = { .lacks_start = false };
	secrets_find((struct bytes){ (const uint8_t *)text, strlen(text) }, &known, &list);
	assert_int_equal(list.count, 2);
	for (size_t i = 0; i < list.count; i++)
		assert_int_equal(list.kinds[list.ranges[i].id], SECRET_PARAMETER);
	secret_list_finish(&list);
}

/* ---- limits ---- */

/* Texts nested deeper than the limit are hidden, not left. */
static void hides_what_stands_too_deep(void **state)
{
	(void)state;
	autofinish(marked) struct marked marked = { .text = { 0 } };
	add(&marked, "GET /");
	for (unsigned i = 0; i < 40; i++)
		add(&marked, "?a=");
	add_secret(&marked, "unknown");
	add(&marked, " HTTP/1.1\r\n\r\n");
	assert_int_equal(leaks_of(&marked, "deep"), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(hides_compressed_bodies_of_any_length),
		cmocka_unit_test(hides_compressed_chunks),
		cmocka_unit_test(knows_compressed_bodies_by_their_looks),
		cmocka_unit_test(finds_values_whatever_the_length),
		cmocka_unit_test(finds_values_in_odd_places_of_messages),
		cmocka_unit_test(reads_utf16),
		cmocka_unit_test(hides_what_a_gap_leaves_of_a_value),
		cmocka_unit_test(goes_on_behind_the_value),
		cmocka_unit_test(leaves_other_traffic_alone),
		cmocka_unit_test(hides_no_more_than_the_values),
		cmocka_unit_test(counts_each_secret_once),
		cmocka_unit_test(hides_what_stands_too_deep),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
