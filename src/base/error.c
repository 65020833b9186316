/* Error messages that travel up the stack, and the "did you mean" suggestion for all of them. */
#include "base/error.h"

#include "base/arena.h"
#include "base/message.h"

bool error_set(struct error *error, const char *format, ...)
{
	struct text message = { 0 };
	va_list arguments;
	va_start(arguments, format);
	text_append_message_v(&message, format, arguments);
	va_end(arguments);
	text_finish(&error->message);
	error->message = message;
	error->is_reported = false;
	return false;
}

static bool prepend(struct error *error, struct text *prefix)
{
	text_append(prefix, error_message(error));
	text_finish(&error->message);
	error->message = *prefix;
	return false;
}

bool error_at(struct error *error, const char *file, unsigned line)
{
	struct text prefix = { 0 };
	if (line)
		text_append_format(&prefix, "%s:%u: ", file, line);
	else
		text_append_format(&prefix, "%s: ", file);
	return prepend(error, &prefix);
}

bool error_prefix(struct error *error, const char *format, ...)
{
	struct text prefix = { 0 };
	va_list arguments;
	va_start(arguments, format);
	text_append_message_v(&prefix, format, arguments);
	va_end(arguments);
	return prepend(error, &prefix);
}

void error_finish(struct error *error)
{
	if (error)
		text_finish(&error->message);
}
