/*
 * A list of findings. findings_add_once() searches only those that have a kind; there are few of
 * them.
 */
#include "base/findings.h"
#include "base/ascii.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/message.h"

/* Returns room for one more finding; NULL when the list is full. */
static struct finding *finding_new(
	struct findings *findings, enum severity severity, const char *path, unsigned line)
{
	if (findings->count >= FINDINGS_MAX) {
		findings->error_count += severity == FINDING_ERROR;
		findings->lost++;
		return NULL;
	}
	/* Most findings are of the same file as the one before, which shares its path. */
	const struct finding *last = findings->count ? &findings->items[findings->count - 1] : NULL;
	const char *kept = last && strcmp(last->path, path) == 0
		? last->path
		: arena_strdup(&findings->arena, path);
	grow_array(
		&findings->items, findings->count, &findings->capacity, sizeof(*findings->items));
	struct finding *finding = &findings->items[findings->count++];
	*finding = (struct finding){ .path = kept, .line = line, .severity = severity };
	findings->error_count += severity == FINDING_ERROR;
	return finding;
}

static bool finding_add(struct findings *findings, enum severity severity, const char *kind,
	const char *path, unsigned line, const char *format, va_list arguments)
	__attribute__((format(printf, 6, 0)));

static bool finding_add(struct findings *findings, enum severity severity, const char *kind,
	const char *path, unsigned line, const char *format, va_list arguments)
{
	struct finding *finding = finding_new(findings, severity, path, line);
	if (!finding)
		return false;
	autofinish(text) struct text sentence = { 0 };
	text_append_message_v(&sentence, format, arguments);
	finding->sentence = arena_strdup(&findings->arena, text_string(&sentence));
	finding->kind = kind;
	return false;
}

bool findings_add(struct findings *findings, enum severity severity, const char *path,
	unsigned line, const char *format, ...)
{
	va_list arguments;
	va_start(arguments, format);
	finding_add(findings, severity, NULL, path, line, format, arguments);
	va_end(arguments);
	return false;
}

bool findings_add_error(
	struct findings *findings, const char *path, unsigned line, struct error *error)
{
	struct finding *finding = finding_new(findings, FINDING_ERROR, path, line);
	if (finding)
		finding->sentence = arena_strdup(&findings->arena, error_message(error));
	error_finish(error);
	return false;
}

bool findings_add_placed(struct findings *findings, const char *path, struct error *error)
{
	const char *message = error_message(error);
	size_t size = strlen(path);
	unsigned line = 0;
	if (strncmp(message, path, size) == 0 && message[size] == ':') {
		const char *at = message + size + 1;
		for (; ascii_is_digit(*at) && line < UINT32_MAX / 10 - 1; at++)
			line = line * 10 + (unsigned)(*at - '0');
		at += strspn(at, ": ");
		message = at;
	}
	findings_add(findings, FINDING_ERROR, path, line, "%s", message);
	error_finish(error);
	return false;
}

bool findings_add_once(struct findings *findings, const char *kind, enum severity severity,
	const char *path, unsigned line, const char *format, ...)
{
	for (size_t i = 0; i < findings->count; i++) {
		const struct finding *finding = &findings->items[i];
		if (finding->kind && strcmp(finding->kind, kind) == 0 &&
			strcmp(finding->path, path) == 0)
			return false;
	}
	va_list arguments;
	va_start(arguments, format);
	finding_add(findings, severity, kind, path, line, format, arguments);
	va_end(arguments);
	return false;
}

static int by_place(const void *a, const void *b)
{
	const struct finding *left = a, *right = b;
	int order = strcmp(left->path, right->path);
	if (order)
		return order;
	if (left->line != right->line)
		return left->line < right->line ? -1 : 1;
	order = strcmp(left->sentence, right->sentence);
	return order ? order : (int)left->severity - (int)right->severity;
}

static bool is_same(const struct finding *a, const struct finding *b)
{
	return a->line == b->line && strcmp(a->path, b->path) == 0 &&
		strcmp(a->sentence, b->sentence) == 0;
}

void findings_sort(struct findings *findings)
{
	size_t count = 0, errors = 0;
	if (findings->count)
		qsort(findings->items, findings->count, sizeof(*findings->items), by_place);
	for (size_t i = 0; i < findings->count; i++) {
		if (count && is_same(&findings->items[count - 1], &findings->items[i]))
			continue;
		findings->items[count++] = findings->items[i];
		errors += findings->items[i].severity == FINDING_ERROR;
	}
	size_t lost = findings->lost;
	findings->count = count;
	findings->error_count = errors;
	findings->lost = 0;
	if (lost && count) {
		findings->count--; /* makes room for the remark */
		findings_add(findings, FINDING_ERROR, findings->items[0].path, 0,
			"%zu more findings are not listed: correct these first", lost + 1);
	}
}

void finding_append(struct text *out, const struct finding *finding)
{
	text_append(out, finding->path);
	if (finding->line)
		text_append_format(out, ":%u", finding->line);
	text_append(out, ": ");
	text_append(out, finding->sentence);
}

void findings_finish(struct findings *findings)
{
	if (!findings)
		return;
	free(findings->items);
	arena_finish(&findings->arena);
	*findings = (struct findings){ 0 };
}
