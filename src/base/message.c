/*
 * Looks up translated messages in a table. No catalog is installed, and libintl is not used: the
 * program runs from its build folder, in containers without generated locales, and on Macs, whose C
 * library has no gettext.
 */
#include "base/message.h"
#include "base/ascii.h"

#include <errno.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/text.h"

static bool is_korean;

void messages_speak(const char *lang)
{
	is_korean = strcmp(lang, "ko") == 0;
}

const char *messages_lang(void)
{
	return is_korean ? "ko" : "en";
}

static int by_english(const void *key, const void *row)
{
	return strcmp(key, ((const struct message_row *)row)->english);
}

const char *message_of(const char *english)
{
	if (!is_korean)
		return english;
	const struct message_row *row = bsearch(english, messages_korean, messages_korean_count,
		sizeof(*messages_korean), by_english);
	return row ? row->translated : english;
}

/* ---- numbers in groups ---- */

/* These bytes enclose a number until group_numbers() has grouped its digits. */
enum { GROUP_BEGIN = 0x1e, GROUP_END = 0x1f };

/*
 * Replaces "%'u" by "<begin>%u<end>". printf() would group digits by the locale only, and the
 * locale may have no separator.
 */
static const char *mark_numbers(struct text *out, const char *format)
	__attribute__((format_arg(2)));

static const char *mark_numbers(struct text *out, const char *format)
{
	while (*format) {
		size_t plain = strcspn(format, "%");
		text_append_size(out, format, plain);
		format += plain;
		if (!*format)
			break;
		size_t place = 1 + strspn(format + 1, "0123456789$");
		bool is_grouped = format[place] == '\'';
		if (is_grouped)
			text_append_char(out, GROUP_BEGIN);
		text_append_size(out, format, place);
		format += place + is_grouped;
		size_t rest = strcspn(format, "%cdiopsuxX");
		text_append_size(out, format, rest + (format[rest] != '\0'));
		format += rest + (format[rest] != '\0');
		if (is_grouped)
			text_append_char(out, GROUP_END);
	}
	return text_string(out);
}

/*
 * Appends the text, and groups the digits of each marked number. A marked text that is no number
 * stays as it is.
 */
static void group_numbers(struct text *out, const char *marked)
{
	while (*marked) {
		const char mark[] = { GROUP_BEGIN, '\0' };
		size_t plain = strcspn(marked, mark);
		text_append_size(out, marked, plain);
		marked += plain;
		if (!*marked)
			break;
		char *end;
		errno = 0;
		unsigned long long number = strtoull(marked + 1, &end, 10);
		bool is_number = ascii_is_digit(marked[1]) && *end == GROUP_END && errno == 0;
		if (is_number)
			text_append_grouped(out, number, text_digit_gap(is_korean));
		else
			text_append_char(out, *marked);
		marked = is_number ? end + 1 : marked + 1;
	}
}

void text_append_message_v(struct text *out, const char *english, va_list arguments)
{
	if (!is_korean || !strchr(message_of(english), '\'')) {
		text_append_format_v(out, message_of(english), arguments);
		return;
	}
	autofinish(text) struct text marked = { 0 }, said = { 0 };
	text_append_format_v(&said, mark_numbers(&marked, message_of(english)), arguments);
	group_numbers(out, text_string(&said));
}

void text_append_message(struct text *out, const char *english, ...)
{
	va_list arguments;
	va_start(arguments, english);
	text_append_message_v(out, english, arguments);
	va_end(arguments);
}

void text_append_message_numbers(struct text *out, const char *english, const uint64_t *numbers)
{
	const char *format = message_of(english), *number;
	while ((number = strchr(format, '%'))) {
		bool is_grouped = number[1] == '\'';
		text_append_size(out, format, (size_t)(number - format));
		text_append_grouped(out, *numbers++, is_grouped ? text_digit_gap(is_korean) : "");
		format = number + strlen(is_grouped ? "%'llu" : "%llu");
	}
	text_append(out, format);
}

const char *message_digit_gap(void)
{
	return is_korean ? text_digit_gap(true) : "";
}

/* The English texts are glibc's; macOS has nearly all of these numbers. */
const char *message_of_errno(int number)
{
	static const struct {
		int number;
		const char *english;
	} known[] = {
		{ EACCES, MESSAGE("Permission denied") },
		{ EADDRINUSE, MESSAGE("Address already in use") },
		{ EADDRNOTAVAIL, MESSAGE("Cannot assign requested address") },
		{ EAGAIN, MESSAGE("Resource temporarily unavailable") },
		{ EBADF, MESSAGE("Bad file descriptor") },
		{ EBUSY, MESSAGE("Device or resource busy") },
		{ ECONNREFUSED, MESSAGE("Connection refused") },
		{ ECONNRESET, MESSAGE("Connection reset by peer") },
		{ EEXIST, MESSAGE("File exists") },
		{ EFBIG, MESSAGE("File too large") },
		{ EINVAL, MESSAGE("Invalid argument") },
		{ EIO, MESSAGE("Input/output error") },
		{ EISDIR, MESSAGE("Is a directory") },
		{ ELOOP, MESSAGE("Too many levels of symbolic links") },
		{ EMFILE, MESSAGE("Too many open files") },
		{ ENAMETOOLONG, MESSAGE("File name too long") },
		{ ENFILE, MESSAGE("Too many open files in system") },
		{ ENODEV, MESSAGE("No such device") },
		{ ENOENT, MESSAGE("No such file or directory") },
		{ ENOEXEC, MESSAGE("Exec format error") },
		{ ENOMEM, MESSAGE("Cannot allocate memory") },
		{ ENOSPC, MESSAGE("No space left on device") },
		{ ENOTDIR, MESSAGE("Not a directory") },
		{ ENOTEMPTY, MESSAGE("Directory not empty") },
		{ ENXIO, MESSAGE("No such device or address") },
		{ EPERM, MESSAGE("Operation not permitted") },
		{ EPIPE, MESSAGE("Broken pipe") },
		{ EROFS, MESSAGE("Read-only file system") },
		{ ETIMEDOUT, MESSAGE("Connection timed out") },
		{ ETXTBSY, MESSAGE("Text file busy") },
		{ EXDEV, MESSAGE("Invalid cross-device link") },
	};
	for (size_t i = 0; is_korean && i < ARRAY_COUNT(known); i++) {
		if (known[i].number == number)
			return message_of(known[i].english);
	}
	return strerror(number);
}
