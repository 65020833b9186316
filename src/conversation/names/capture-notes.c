/*
 * Comments and names from a capture file. Anybody may have written them: the caller escapes them,
 * and their size is limited.
 */
#include "conversation/names/capture-notes.h"

#include <stdlib.h>
#include <string.h>

#include "base/format/markup.h"
#include "base/format/printable.h"
#include "secrets/secrets.h"

enum { COMMENT_SIZE_MAX = 2000, PART_SIZE_MIN = 6 };

static void hide(char *text, size_t offset, size_t size)
{
	memset(text + offset, '*', size);
}

static void hide_copies(char *text, struct bytes value)
{
	const char *end = text + strlen(text);
	const char *at = text;
	while (value.size && (at = memmem(at, (size_t)(end - at), value.data, value.size))) {
		hide(text, (size_t)(at - text), value.size);
		at += value.size;
	}
}

/*
 * Hides copies of a value and of its parts, since a comment may quote one part of "id=…; theme=…".
 */
static void hide_value(char *text, struct bytes value)
{
	hide_copies(text, value);
	size_t start = 0;
	for (size_t i = 0; i <= value.size; i++) {
		if (i < value.size && !strchr("=;,: &\"'", value.data[i]))
			continue;
		if (i - start >= PART_SIZE_MIN)
			hide_copies(text, (struct bytes){ value.data + start, i - start });
		start = i + 1;
	}
}

/* Hides secrets that the text itself shows, and copies of secrets that were found in packets. */
static void hide_secrets(char *text, const struct redaction *redaction)
{
	struct secret_list found = { 0 };
	struct secret_state state = { 0 };
	secrets_find(markup_bytes_of(text), &state, &found);
	for (size_t i = 0; i < found.count; i++)
		hide(text, found.ranges[i].offset, found.ranges[i].size);
	secret_list_finish(&found);

	size_t count;
	const struct redacted_value *values = redaction_values(redaction, &count);
	for (size_t i = 0; i < count; i++)
		hide_value(text, values[i].bytes);
}

/* Copies at most `limit` bytes and never cuts a character. */
static char *copy_text(struct bytes text, size_t limit, struct arena *arena)
{
	size_t size = strnlen((const char *)text.data, text.size);
	if (size <= limit)
		return arena_strndup(arena, (const char *)text.data, size);
	size = limit;
	while (size && (text.data[size] & 0xc0) == 0x80)
		size--;
	return arena_printf(arena, "%.*s…", (int)size, (const char *)text.data);
}

const char *capture_comment(
	const struct packet *packet, const struct redaction *redaction, struct arena *arena)
{
	if (!packet->comment.size || (redaction && redaction_hides_addresses(redaction)))
		return "";
	/*
	 * The whole comment is searched, since a secret may continue after the end of the shown
	 * part.
	 */
	char *text = copy_text(packet->comment, redaction ? SIZE_MAX : COMMENT_SIZE_MAX, arena);
	if (!redaction)
		return text;
	hide_secrets(text, redaction);
	return copy_text(markup_bytes_of(text), COMMENT_SIZE_MAX, arena);
}

int capture_name_compare(const struct capture_name *a, const struct capture_name *b)
{
	const struct endpoint left = { .address = a->address }, right = { .address = b->address };
	return endpoint_compare(&left, &right);
}

static int by_address(const void *a, const void *b)
{
	return capture_name_compare(a, b);
}

static const char *printable_name(const char *name, struct arena *arena)
{
	autofinish(text) struct text text = { 0 };
	printable_append(&text, markup_bytes_of(name));
	return arena_strdup(arena, text_string(&text));
}

/* Names of the capture file, of which each has its place in `items`. */
static size_t take_file_names(const struct capture_file *capture, const struct redaction *redaction,
	struct arena *arena, struct capture_name *items)
{
	size_t count = capture_file_name_count(capture);
	for (size_t i = 0; i < count; i++) {
		struct capture_file_name name = capture_file_name(capture, i);
		char *text = arena_strdup(arena, name.name);
		if (redaction)
			hide_secrets(text, redaction);
		items[i].address.family = name.size == 4 ? ADDRESS_IPV4 : ADDRESS_IPV6;
		memcpy(items[i].address.octets, name.octets, name.size);
		items[i].name = printable_name(text, arena);
	}
	return count;
}

struct taking {
	struct capture_name *items;
	size_t file_count, count; /* the names of the file are the first */
	const struct redaction *redaction;
	struct arena *arena;
};

static bool hides_part(const char *name, const struct taking *taking)
{
	if (!taking->redaction)
		return false;
	char *text = arena_strdup(taking->arena, name);
	hide_secrets(text, taking->redaction);
	return strcmp(text, name) != 0;
}

static void take_dns_name(
	void *context, const struct address *address, const char *name, const char *other)
{
	struct taking *taking = context;
	struct capture_name item = { .address = *address, .is_from_dns = true };
	if (bsearch(&item, taking->items, taking->file_count, sizeof(item), by_address) ||
		hides_part(name, taking) || (other && hides_part(other, taking)))
		return;
	item.name = arena_strdup(taking->arena, name);
	item.other = other ? arena_strdup(taking->arena, other) : NULL;
	taking->items[taking->count++] = item;
}

struct capture_names capture_names_of(const struct capture_file *capture,
	const struct dns_names *dns_names, const struct redaction *redaction, struct arena *arena)
{
	size_t capacity = capture_file_name_count(capture) + dns_names_count(dns_names);
	if (!capacity || (redaction && redaction_hides_addresses(redaction)))
		return (struct capture_names){ 0 };
	struct taking taking = { .redaction = redaction, .arena = arena };
	taking.items = arena_alloc_array(arena, capacity, sizeof(*taking.items));
	taking.count = taking.file_count = take_file_names(capture, redaction, arena, taking.items);
	qsort(taking.items, taking.count, sizeof(*taking.items), by_address);
	dns_names_visit(dns_names, take_dns_name, &taking);
	qsort(taking.items, taking.count, sizeof(*taking.items), by_address);
	return (struct capture_names){ .items = taking.items, .count = taking.count };
}
