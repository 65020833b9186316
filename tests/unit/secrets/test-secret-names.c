/*
 * The tables of names and tokens: every row hides a value in every format. Required rows are listed
 * here again, so that none can be removed unnoticed.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "base/array.h"
#include "base/format/markup.h"
#include "secret-checks.h"
#include "secrets/secret-names.h"
#include "secrets/secret-prefixes.h"

/* The text around a name, with '@' in its place. */
static const char *const formats[] = {
	"POST / HTTP/1.1\r\n\r\na=b&@=«Ab3;'Xy9»&c=d",
	"GET /?a=b&@=«Ab3;'Xy9»&c=d HTTP/1.1\r\n\r\n",
	"GET /?a=b&user%5B@%5D=«Ab3;'Xy9» HTTP/1.1\r\n\r\n",
	"GET / HTTP/1.1\r\nReferer: http://h/?@=«Ab3;'Xy9»\r\n\r\n",
	"--b\r\nContent-Disposition: form-data; name=\"@\"\r\n\r\n«Ab3;'Xy9»\r\n--b--\r\n",
};
static const char *const member_formats[] = {
	"{\"a\":1,\"@\":\"«Ab3;'Xy9»\",\"b\":2}",
	"{\"a\":1,\"my_@\" : [\"«Ab3»\", {\"b\":\"«Xy9»\"}]}",
	"{\"a\":\"{\\\"@\\\":\\\"«Ab3»\\\"}\"}",
	"[{\"name\":\"@\",\"value\":\"«Ab3»\"}]",
	"<a><@>«Ab3;'Xy9»</@><b>c</b></a>",
	"<x:@ a=\"b\"><![CDATA[«Ab3;'Xy9»]]></x:@>",
	"<a @=\"«Ab3;'Xy9»\" b='c'/>",
	"<input name=@ value=«Ab3»>",
	"<meta content='«Ab3»' name='@'>",
	"a: b\n@: «Ab3 Xy9»\nc: d\n",
	"a:\n  @: |\n    «Ab3»\n    «Xy9»\n  b: c\n",
	"a = b\n@ = «Ab3;Xy9»\nc = d\n",
	"export @=\"«Ab3;'Xy9»\"\n",
	"x --@ «Ab3» y\n",
	"f(a='b', @='«Ab3»')\n",
};
static const char *const header_formats[] = {
	"GET / HTTP/1.1\r\nX-@: «Ab3;Xy9»\r\nA: b\r\n\r\n",
	"GET / HTTP/1.1\r\n@:\r\n «Ab3;Xy9»\r\n\t«Zz1»\r\nA: b\r\n\r\n",
};

/*
 * "accesskey" as "AccessKey", "access-key" and the like: letters in capitals, signs after the
 * second.
 */
static char *spelled(struct bytes word, unsigned spelling)
{
	struct text out = { 0 };
	for (size_t i = 0; i < word.size; i++) {
		char c = (char)word.data[i];
		bool is_letter = c >= 'a' && c <= 'z';
		if (spelling == 1 || (spelling == 2 && i == 0))
			c = is_letter ? (char)(c - 'a' + 'A') : c;
		if (spelling == 3 && i == 2 && is_letter)
			text_append_char(&out, '-');
		if (spelling == 4 && i == 2 && is_letter)
			text_append_char(&out, '_');
		text_append_char(&out, c);
	}
	return text_steal(&out);
}

static size_t check_name(const char *name, const char *const *list, size_t count)
{
	size_t failures = 0;
	for (size_t i = 0; i < count; i++) {
		autofinish(text) struct text filled = { 0 };
		autofinish(marked) struct marked marked = { .text = { 0 } };
		for (const char *at = list[i]; *at; at++) {
			if (*at == '@')
				text_append(&filled, name);
			else
				text_append_char(&filled, *at);
		}
		add_marked(&marked, text_string(&filled));
		failures += leaks_of(&marked, name) > 0;
	}
	return failures;
}

static void every_word_hides_a_value_in_every_format(void **state)
{
	(void)state;
	size_t failures = 0, words_seen = 0;
	for (unsigned group = 0; group < SECRET_WORD_HARMLESS; group++) {
		size_t count;
		const struct bytes *words = secret_words((enum secret_word_group)group, &count);
		words_seen += count;
		for (size_t i = 0; i < count * 5; i++) {
			bool is_member = group != SECRET_WORD_PARAMETER;
			bool is_part = group == SECRET_WORD_PART || group == SECRET_WORD_ENDING;
			automem char *name = spelled(words[i / 5], (unsigned)(i % 5));
			failures += check_name(name, formats, ARRAY_COUNT(formats));
			if (!is_part && !is_member)
				continue;
			failures += check_name(name, member_formats + (is_part ? 0 : 2),
				ARRAY_COUNT(member_formats) - (is_part ? 0 : 2));
			if (is_part && words[i / 5].data[0] < 0x80)
				failures += check_name(
					name, header_formats, ARRAY_COUNT(header_formats));
		}
	}
	assert_true(words_seen > 100);
	assert_int_equal(failures, 0);
}

/* Names in use, and their kinds. A change of the table must keep them all. */
static void names_in_use_are_secret(void **state)
{
	(void)state;
	static const char *const members[] = { "password", "passwd", "user_password", "newPassword",
		"password_confirmation", "Passwort", "passphrase", "passcode", "kennwort",
		"mot-de-passe", "contrasena", "contraseña", "senha", "secret", "client_secret",
		"clientSecret", "credential", "credentials", "apikey", "api_key", "X-Api-Key",
		"KAKAO_REST_API_KEY", "accessKey", "aws_secret_access_key", "private_key",
		"client-key-data", "access_token", "accessTokenHash", "refreshTokenId",
		"auth_token_v", "refresh_token", "authToken", "_authToken", "id_token", "token",
		"csrf-token", "_csrf", "_xsrf", "csrfParam", "xsrf_cookie", "csrfmiddlewaretoken",
		"XSRF-TOKEN", "__RequestVerificationToken", "authenticity_token", "PHPSESSID",
		"JSESSIONID", "sessionId", "session", "sid", "connect.sid", "tokenValue", "pwd",
		"userPwd", "userPw", "pw", "psw", "pass", "DB_PASS", "auth", "_auth",
		"authorization", "xauth", "secret-key", "auth_key", "sessionKey", "AccountKey",
		"SharedAccessKey", "appKey", "appkey", "admin_key", "masterKey", "serviceKey",
		"serverKey", "consumer_key", "Ocp-Apim-Subscription-Key", "x-functions-key",
		"encryption_key", "signingKey", "shared_key", "ssh_key", "hmacKey", "aesKey",
		"deploy_key", "licenseKey", "recoveryKey", "streamKey", "kakaoKey", "kakao_js_key",
		"kakaoJavascriptKey", "naverKey", "X-Naver-Client-Secret", "signature",
		"X-Amz-Signature", "SignatureValue", "x-ncp-apigw-signature-v1",
		"x-ncp-apigw-signature-v2", "X-Hub-Signature-256", "jwt", "SAMLResponse",
		"SAMLRequest", "client_assertion", "code_verifier", "authCode",
		"authorization_code", "verificationCode", "recoveryCode", "backup_code", "otp",
		"totp", "otpCode", "mfa_code", "pinCode", "pin", "seed_phrase", "mnemonic",
		"requirepass", "cvv", "cvc", "cookie", "cookies", "Set-Cookie", "bearer", "pat",
		"비밀번호", "새비밀번호", "비번", "패스워드", "암호", "토큰", "접근 토큰", "인증키",
		"인증번호", "인증코드", "비밀키", "개인키", "접근키", "액세스키", "서비스키",
		"API 키", "시크릿", "쿠키", "세션", "密码", "密碼", "口令", "パスワード",
		"暗証番号", "пароль", "token2", "password1", "heslo", "wachtwoord", "lösenord",
		"hasło", "passwrd", "pwd_confirm", "pass_confirmation", "token_hash", "pswd",
		"passkey", "X-Session", "X-Sid", "oauth_verifier", "api_sig", "device_code",
		"wifi.psk", "DPoP", "hmac", "SAMLart", "Пароль", "ПАРОЛЬ", "Authenticator code",
		"security_code", "one-time code" };
	static const char *const parameters[] = { "key", "code", "sig", "ticket", "nonce", "pin",
		"user[password]", "user%5Bpass-word%5D", "p%61ssword", "p%2561ssword",
		"%u0070assword", "%EB%B9%84%EB%B0%80%EB%B2%88%ED%98%B8", "%EC%95%94%ED%98%B8",
		"%ED%86%A0%ED%81%B0", "%EC%9D%B8%EC%A6%9D%ED%82%A4", "%BA%F1%B9%D0%B9%F8%C8%A3",
		"%BE%CF%C8%A3", "%C5%E4%C5%AB", "%C0%CE%C1%F5%C5%B0",
		/* 암호 and 토큰 as macOS writes names of files, letter by letter */
		"\xe1\x84\x8b\xe1\x85\xa1\xe1\x86\xb7\xe1\x84\x92\xe1\x85\xa9",
		"\xe1\x84\x90\xe1\x85\xa9\xe1\x84\x8f\xe1\x85\xb3\xe1\x86\xab" };
	static const char *const escaped[] = { "\\u0070assword", "\\ube44\\ubc00\\ubc88\\ud638",
		"\\uC554\\uD638", "\\ud1a0\\ud070", "\\uC778\\uC99D\\uD0A4", "pass\\x77ord" };
	for (size_t i = 0; i < ARRAY_COUNT(members); i++) {
		struct bytes name = { (const uint8_t *)members[i], strlen(members[i]) };
		if (!secret_is_field(name))
			fail_msg("'%s' is no secret", members[i]);
		assert_true(secret_is_member(name));
	}
	for (size_t i = 0; i < ARRAY_COUNT(parameters); i++) {
		struct bytes name = { (const uint8_t *)parameters[i], strlen(parameters[i]) };
		if (!secret_is_parameter(name))
			fail_msg("parameter '%s' is no secret", parameters[i]);
	}
	for (size_t i = 0; i < ARRAY_COUNT(escaped); i++) {
		struct bytes name = { (const uint8_t *)escaped[i], strlen(escaped[i]) };
		if (!secret_is_member(name))
			fail_msg("'%s' is no secret", escaped[i]);
	}
}

static void words_of_the_table_are_in_use(void **state)
{
	(void)state;
	/*
	 * A word that no name above needs could be removed without a failing test, so the words are
	 * counted.
	 */
	static const size_t counts[] = { 41, 84, 12, 5, 8 };
	for (size_t group = 0; group < ARRAY_COUNT(counts); group++) {
		size_t count;
		(void)secret_words((enum secret_word_group)group, &count);
		assert_int_equal(count, counts[group]);
	}
}

static void other_names_are_harmless(void **state)
{
	(void)state;
	static const char *const names[] = { "user", "name", "id", "email", "token_type", "tokens",
		"max_tokens", "expires_in", "keyboard", "monkey", "author", "keyword", "bypass",
		"renderPass", "surpass", "underpass", "overpass", "compass", "Sec-WebSocket-Key",
		"Idempotency-Key", "Cookieless", "ETag", "Access-Control-Allow-Credentials",
		"aws_access_key_id", "private_key_id", "passport", "description", "public_key",
		"status", "Content-Type", "이름", "주소", "title", "grant_type", "tokenizer",
		"the_slot", "clothesLoop", "keyframes", "mask", "desk", "hmacs", "secretar",
		"zip" };
	for (size_t i = 0; i + 2 < ARRAY_COUNT(names); i++) {
		struct bytes name = { (const uint8_t *)names[i], strlen(names[i]) };
		if (secret_is_member(name) || secret_of_header(name) != SECRET_NONE)
			fail_msg("'%s' is taken for a secret", names[i]);
	}
}

/* ---- tokens ---- */

static void every_prefix_begins_a_token(void **state)
{
	(void)state;
	static const char *const texts[] = { "see %s now", "{\"x\":\"%s\"}", "a=1&b=%s&c=2",
		"<p>%s</p>", "GET /%s HTTP/1.1\r\n\r\n", "x: \\n%s\\n", "%%20%s%%20" };
	static const char random[] =
		"4f9Qz7Lk2Wm8Xc1Vb6Nr3Ty5Hj0Pd4Sg9Aa7Ee2Rr8Tt1Yy6Uu3Ii5Oo0Pp4Zz9";
	size_t count, leaks = 0;
	const struct secret_prefix *prefixes = secret_prefixes(&count);
	assert_true(count > 80);
	for (size_t i = 0; i < count * ARRAY_COUNT(texts); i++) {
		const struct secret_prefix *prefix = &prefixes[i / ARRAY_COUNT(texts)];
		const char *text = texts[i % ARRAY_COUNT(texts)], *place = strstr(text, "%s");
		autofinish(marked) struct marked marked = { .text = { 0 } };
		autofinish(text) struct text start = { 0 };
		for (const char *at = text; at < place; at++) {
			text_append_char(&start, *at);
			at += at[0] == '%' && at[1] == '%';
		}
		add(&marked, text_string(&start));
		add(&marked, prefix->prefix);
		add_secret(&marked, random);
		add(&marked, place[2] == '%' ? "%20" : place + 2);
		leaks += leaks_of(&marked, prefix->prefix);
	}
	assert_int_equal(leaks, 0);
}

static void prefixes_in_use_are_known(void **state)
{
	(void)state;
	static const char *const expected[] = { "ghp_", "gho_", "ghu_", "ghs_", "ghr_",
		"github_pat_", "glpat-", "gldt-", "glrt-", "glptt-", "glft-", "glsoat-", "glcbt-",
		"gloas-", "xoxa-", "xoxb-", "xoxc-", "xoxd-", "xoxe-", "xoxe.", "xoxo-", "xoxp-",
		"xoxr-", "xoxs-", "xapp-", "mfa.", "sk_live_", "sk_test_", "rk_live_", "rk_test_",
		"whsec_", "sq0atp-", "sq0csp-", "shpat_", "shpca_", "shppa_", "shpss_", "sk-",
		"sk-ant-", "sk-proj-", "hf_", "gsk_", "r8_", "xai-", "pplx-", "nvapi-", "AKIA",
		"ASIA", "ABIA", "ACCA", "AIza", "ya29.", "1//0", "GOCSPX-", "EAACEd", "EAAG",
		"npm_", "pypi-", "dckr_pat_", "dckr_oat_", "rubygems_", "dop_v1_", "doo_v1_",
		"dor_v1_", "hvs.", "hvb.", "tskey-", "dp.pt.", "dapi", "pul-", "SG.", "key-",
		"NRAK-", "glsa_", "sntrys_", "lin_api_", "ntn_", "figd_", "PMAK-", "sbp_", "ATATT3",
		"AGE-SECRET-KEY-1", "glffct-", "glagent-", "glimt-", "GR1348941", "sk_org_live_",
		"sk_org_test_", "test_sk_", "live_sk_", "test_gsk_", "live_gsk_", "EAAAE", "EAAAl",
		"EAAB", "IQoJb3JpZ2luX2Vj", "FwoGZXIvYXdzE", "ATBB", "ATCTT3", "xkeysib-", "NRII-",
		"sntryu_", "glc_", "HRKU-", "nfp_", "pscale_tkn_", "pscale_pw_", "pscale_oauth_",
		"CCIPAT_", "bkua_", "lin_oauth_", "dp.st.", "dp.sa.", "dp.ct.", "sb_secret_",
		"fm2_", "nsec1", "xprv9", "tvly-", "phx_", "CLOJARS_", "SWMTKN-1-", "AKCp",
		"cmVmdGtuO", "shippo_live_", "shippo_test_", "EZAK", "duffel_live_",
		"FLWSECK_TEST-", "FLWSECK-", "fio-u-", "rdme_", "tfp_", "ops_eyJ", "CFPAT-",
		"dt0c01.", "ddp_", "sgp_", "lsv2_", "pcsk_", "mdb_sa_sk_", "snyk_uat.",
		"polar_oat_", "AGE-SECRET-KEY-PQ-1", "pbkdf2_sha256$", "pbkdf2_sha1$",
		"bcrypt_sha256$", "$2a$", "$2b$", "$2y$", "$argon2" };
	size_t count;
	const struct secret_prefix *prefixes = secret_prefixes(&count);
	assert_int_equal(count, ARRAY_COUNT(expected));
	for (size_t i = 0; i < count; i++)
		assert_string_equal(prefixes[i].prefix, expected[i]);
}

static void words_are_no_tokens(void **state)
{
	(void)state;
	static const char *const texts[] = { "sk-loading-spinner-container-large", "eyJust a word",
		"the bearer authentication of", "Basic information stays",
		"key-value-pairs-of-a-long-class-name", "hf_transfer", "npm_config_registry",
		"AKIA", "the $1$ bill", "api/v1/triggers/of-a-long-name-x",
		"/services/telephone/numbers/of-people", "2024-01-01 12:34:56", "a.b.c",
		"SG. is a country", "/services/TRANSPORT/logistics/overview-page",
		"/workflows/TESTING1/run/number-one-two",
		"/services/TRANSPORT/LOGISTICS/overview-page",
		".key-frame-animation-fade-in-out-1-2-3-4{top:0}",
		".sk-circle-fade-dot-animation-2", "key-value-store-with-a-very-long-name-2024",
		"see $1$-$2$-dimensional_sub_manifold",
		"$1$2$3 and $5$6 are prices and more than enough",
		"$y$ axis-labels-of-a-long-diagram",
		"/webhooks/of-a-long-name-with-words/and-more-of-them",
		"/hooks/use-something-2024-long", "/hooks/useIntersectionObserver",
		"LS0tLS1CRUdJTiBDRVJUSUZJQ0FURS0tLS0tCk1JSUI", "ewogImEiOjF9",
		"test_sk_loading_of_the_case_2", "abc8Q~short",
		"0123456789abcdef0123456789abcdef-user", "$P$ is a prize",
		"f(\"password\", \"text\")", "get(\"token\", \"other\")",
		"if (x[\"token\"] == \"b\")", "env is a word", "set -x for pass through",
		"user -ubuntu:latest", "std:: token", "asset(\"token\", \"b\")",
		"{\"required\":[\"password\",\"email\"]}",
		"[{\"type\":\"token\",\"value\":\"abc1\"}]",
		"[{\"path\":\"src/token\",\"value\":\"abc1\"}]", "[2a00:1450:4001:82a::200e]:8080",
		"2a00:1450:4001:82a::200e", "src/a.c:120:b:c:d", "ac:10:20:30:40:50",
		"[\"[2001:503:ba3e::2:30]:53\"]", "Host: [2a00:1450:4001:82a::200e]:8080",
		"host:0:a:b:c", "host:70000:a:b:c", "main.c:12:5: error: x",
		"anna:x:1000:1000:Anna:/home/anna:/bin/sh" };
	for (size_t i = 0; i < ARRAY_COUNT(texts); i++) {
		autofinish(marked) struct marked marked = { .text = { 0 } };
		struct secret_state known = { .lacks_start = false };
		add(&marked, texts[i]);
		add(&marked, "\n");
		automem char *hidden = hide_all(&marked, &known);
		assert_string_equal(hidden, text_string(&marked.text));
	}
}

/* Tokens whose shape is not a prefix, and what cuts them into lines. */
static void shapes_are_tokens(void **state)
{
	(void)state;
	static const char *const texts[] = {
		"x abc8Q~«Ab3dEf6hIj9kLm2nOp5qRs8tUv1wXy4zAb7» y",
		"x Ab3dEf6hIj9kLm.atlasv1.«Ab3dEf6hIj9kLm2nOp5qRs8tUv1wXy4zAb7cDe0fGh3» y",
		"x «0123456789abcdef0123456789abcdef»-us12 y",
		"pass is oauth:«ab3def6hij9klm2nop5qrs8tuv1wxy» here",
		"a:$apr1$«saltsalt$abcdefghijklmnopqrstuv»:b",
		"a:$P$«Babcdefghijklmnopqrstuvwxyz01234»:b",
		"POST /api/v10/webhooks/1012345678901234567/«Ab3dEf6hIj9kLm2nOp5qRs8tUv1wXy4zAb7cDe0fGh3» HTTP/1.1\r\n\r\n",
		"https://canary.discord.com/api/v9/webhooks/1012345678901234567/«Ab3dEf6hIj9kLm2nOp5qRs8tUv1wXy4zAb7cDe0»\n",
		"POST /api/v10/interactions/1012345678901234567/«Ab3dEf6hIj9kLm2nOp5qRs8tUv1wXy4zAb7»/callback HTTP/1.1\r\n\r\n",
		"POST /hooks/«ab3def6hij9klm2nop5qrs8tuv» HTTP/1.1\r\n\r\n",
		"POST /hooks/abc12345678901234/«Ab3dEf6hIj9kLm2nOp5qRs8tUv1wXy4zAb7» HTTP/1.1\r\n\r\n",
		"eyJ«hbGciOiJIUzI1NiJ9».\n«eyJzdWIiOiIxIn0».\n«Ab3dEf6hIj9kLm2nOp5qRs8tUv1wXy4zAb7»\n",
		"x ewog«ICJhbGciOiJIUzI1NiJ9.ewogImEiOjF9.Ab3dEf6hIj9kLm2nOp5qRs8tUv1» y",
		"k: LS0tLS1CRUdJTi«BSU0EgUFJJVkFURSBLRVktLS0tLQpBYjNkRWY2aElqOWtMbTJu\nT3A1cVJzOHRVdjF3WHk0ekFiNw==»\n\n",
		"-----BEGIN OpenVPN Static key V1-----\n«0123456789abcdef»\n-----END OpenVPN Static key V1-----\n",
		"-----BEGIN PKCS12-----\n«Ab3dEf6hIj9k»\n-----END PKCS12-----\n",
	};
	size_t leaks = 0;
	for (size_t i = 0; i < ARRAY_COUNT(texts); i++) {
		autofinish(marked) struct marked marked = { .text = { 0 } };
		add_marked(&marked, texts[i]);
		leaks += leaks_of(&marked, texts[i]);
	}
	assert_int_equal(leaks, 0);
}

/* RFC 9110, 6265 and 2965: however a header's name is spelt, its value is hidden as its kind. */
static void headers_have_their_kind(void **state)
{
	static const struct {
		const char *name;
		enum secret kind;
	} headers[] = {
		{ "Authorization", SECRET_AUTHORIZATION },
		{ "Proxy-Authorization", SECRET_PROXY_AUTHORIZATION },
		{ "Cookie", SECRET_COOKIE },
		{ "Cookie2", SECRET_COOKIE },
		{ "Set-Cookie", SECRET_SET_COOKIE },
		{ "Set-Cookie2", SECRET_SET_COOKIE },
		{ "X-Api-Key", SECRET_HEADER },
		{ "Cookieless", SECRET_NONE },
		{ "Set-Cookie3", SECRET_NONE },
		{ "Accept", SECRET_NONE },
	};
	(void)state;
	for (size_t i = 0; i < ARRAY_COUNT(headers); i++) {
		char upper[32] = "", lower[32] = "";
		for (size_t at = 0; headers[i].name[at]; at++) {
			char c = headers[i].name[at];
			upper[at] = (char)(c >= 'a' && c <= 'z' ? c - 32 : c);
			lower[at] = (char)(c >= 'A' && c <= 'Z' ? c + 32 : c);
		}
		assert_int_equal(
			secret_of_header(markup_bytes_of(headers[i].name)), headers[i].kind);
		assert_int_equal(secret_of_header(markup_bytes_of(upper)), headers[i].kind);
		assert_int_equal(secret_of_header(markup_bytes_of(lower)), headers[i].kind);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_word_hides_a_value_in_every_format),
		cmocka_unit_test(names_in_use_are_secret),
		cmocka_unit_test(words_of_the_table_are_in_use),
		cmocka_unit_test(other_names_are_harmless),
		cmocka_unit_test(every_prefix_begins_a_token),
		cmocka_unit_test(prefixes_in_use_are_known),
		cmocka_unit_test(shapes_are_tokens),
		cmocka_unit_test(words_are_no_tokens),
		cmocka_unit_test(headers_have_their_kind),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
