/*
 * Prompts for a secret in any language, and lines that are no prompts. The line typed after them is
 * hidden or stays.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/array.h"
#include "conversation/redact/login-prompt.h"
#include "secrets/secret-names.h"

static void count_hidden(void *user, uint32_t offset, uint32_t size)
{
	(void)offset;
	*(uint32_t *)user += size;
}

static struct bytes bytes_of(const char *text)
{
	return (struct bytes){ (const uint8_t *)text, strlen(text) };
}

/* Returns how many bytes of "geheim\n" after the prompt are hidden. */
static uint32_t hidden_behind(const char *prompt)
{
	struct login_prompt server = { .tail_size = 0 }, client = { .tail_size = 0 };
	uint32_t hidden = 0;
	login_prompt_add(&server, &client, bytes_of(prompt), 8000, count_hidden, &hidden);
	login_prompt_add(&client, &server, bytes_of("geheim\n"), 8000, count_hidden, &hidden);
	return hidden;
}

static void prompts_ask(void **state)
{
	(void)state;
	static const char *const prompts[] = { "Password: ", "Passwort: ", "Mot de passe : ",
		"Contraseña: ", "Пароль: ", "Senha: ", "비번: ", "비밀번호: ", "암호 입력: ",
		"Heslo: ", "Wachtwoord: ", "Lösenord: ", "hasło: ", "Access key: ",
		"Authenticator code: ", "API token> ",
		"anna's password for root: ", "\x1b[1;33mPassword:\x1b[0m ",
		"\x1b[1mPass\x1b[0mwort: ", "Enter PIN: ", "hello\r\nNew secret: " };
	for (size_t i = 0; i < ARRAY_COUNT(prompts); i++) {
		if (hidden_behind(prompts[i]) != strlen("geheim"))
			fail_msg("'%s' asks", prompts[i]);
	}
}

static void every_word_asks(void **state)
{
	(void)state;
	for (unsigned group = SECRET_WORD_PART; group <= SECRET_WORD_WHOLE; group++) {
		size_t count;
		const struct bytes *words = secret_words((enum secret_word_group)group, &count);
		for (size_t i = 0; i < count; i++) {
			char prompt[64];
			size_t size = words[i].size < 60 ? words[i].size : 60;
			memcpy(prompt, words[i].data, size);
			memcpy(prompt + size, ": ", 3);
			if (hidden_behind(prompt) != strlen("geheim"))
				fail_msg("'%s' asks", prompt);
		}
	}
}

static void other_lines_do_not_ask(void **state)
{
	(void)state;
	static const char *const prompts[] = { "login: ", "Username: ", "$ ", "anna@host:~$ ",
		"Compass: ", "Your name? ", "password\r\n", "The password was changed.\r\n$ ",
		"author: ", "keyword: ", "Renderpass: " };
	for (size_t i = 0; i < ARRAY_COUNT(prompts); i++) {
		if (hidden_behind(prompts[i]))
			fail_msg("'%s' does not ask", prompts[i]);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(prompts_ask),
		cmocka_unit_test(every_word_asks),
		cmocka_unit_test(other_lines_do_not_ask),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
