#ifndef BASE_MESSAGE_H
#define BASE_MESSAGE_H

#include <stdarg.h>
#include <stdint.h>

/*
 * The messages of the program in the language of the user. The English format is the key. po/ko.po
 * has the Korean, in gettext's file format, and the build compiles it into a sorted table.
 * error_set(), findings_add() and the reports of cli/ look up their formats themselves. Text on
 * slides is not handled here: it follows the talk's `lang`.
 */

/*
 * Selects the language: "ko" is Korean, everything else is English, which is also the default. Call
 * it before threads are started.
 */
void messages_speak(const char *lang);

/* The selected language, "ko" or "en". */
const char *messages_lang(void);

/* Returns the translation of a message, with the same conversions; never NULL. */
const char *message_of(const char *english) __attribute__((format_arg(1), returns_nonnull));

/*
 * Appends the translated message. A Korean format may have the flag ' ("%'u"): the number's digits
 * are then grouped by three, independent of the locale.
 */
struct text;
void text_append_message(struct text *out, const char *english, ...)
	__attribute__((format(printf, 2, 3), nonnull(2)));
void text_append_message_v(struct text *out, const char *english, va_list arguments)
	__attribute__((format(printf, 2, 0), nonnull(2)));

/*
 * Appends a translated message whose only conversions are %llu, in their order. It does without
 * printf(), for lines of which a report has a million.
 */
void text_append_message_numbers(struct text *out, const char *english, const uint64_t *numbers)
	__attribute__((nonnull(2)));

/*
 * Returns the separator between groups of digits in the selected language. It is empty in English,
 * so that scripts can read the numbers.
 */
const char *message_digit_gap(void) __attribute__((returns_nonnull));

/* strerror() in the selected language, for the error numbers that users meet. */
const char *message_of_errno(int number) __attribute__((returns_nonnull));

/* Marks a message in a table for tests/messages.py. The code that prints it calls message_of(). */
#define MESSAGE(english) english

/* A translation, written by the build. Rows are sorted by strcmp() of `english`. */
struct message_row {
	const char *english, *translated;
};
extern const struct message_row messages_korean[];
extern const unsigned messages_korean_count;

#endif
