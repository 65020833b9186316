/*
 * The file is a row of parts, each a line with its name and size, its bytes, and a line end. The
 * last part says that the file is whole.
 */
#include "cli/build/talk-record.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/file/file.h"
#include "base/text.h"

static const char first_line[] = "pcapdeck talk 3\n";
enum { RECORD_SIZE_MAX = 512 << 20, NAME_SIZE_MAX = 16 };

void talk_record_finish(struct talk_record *record)
{
	if (!record)
		return;
	talk_card_finish(&record->card);
	free(record->outputs);
	free(record->said);
	file_trace_finish(&record->inputs);
	arena_finish(&record->arena);
	*record = (struct talk_record){ 0 };
}

void talk_record_add_output(struct talk_record *record, const char *path, uint64_t digest)
{
	grow_array(&record->outputs, record->output_count, &record->output_capacity,
		sizeof(*record->outputs));
	record->outputs[record->output_count++] =
		(struct talk_output){ arena_strdup(&record->arena, path), digest };
}

void talk_record_say(struct talk_record *record, const char *note)
{
	grow_array(
		&record->said, record->said_count, &record->said_capacity, sizeof(*record->said));
	record->said[record->said_count++] = note;
}

/* ---- writing ---- */

static void append_part(struct text *out, const char *name, struct bytes bytes)
{
	text_append_format(out, "%s %zu\n", name, bytes.size);
	text_append_size(out, (const char *)bytes.data, bytes.size);
	text_append_char(out, '\n');
}

static void append_string(struct text *out, const char *name, const char *string)
{
	if (string)
		append_part(out, name, (struct bytes){ (const uint8_t *)string, strlen(string) });
}

static void append_number(struct text *out, const char *name, uint64_t number)
{
	autofinish(text) struct text digits = { 0 };
	text_append_hex(&digits, number, 1);
	append_string(out, name, text_string(&digits));
}

bool talk_record_write(const struct talk_record *record, const char *path, struct error *error)
{
	autofinish(text) struct text out = { 0 };
	text_append(&out, first_line);
	append_number(&out, "setting", record->setting);
	append_number(&out, "deck", record->has_deck);
	append_number(&out, "failed", record->has_failed);
	append_number(&out, "reusable", record->is_reusable);
	append_number(&out, "page", record->page);
	append_string(&out, "problem", record->problem);
	append_string(&out, "title", record->card.title);
	append_string(&out, "presenter", record->card.presenter);
	append_number(&out, "presenter_line", record->card.presenter_line);
	append_number(&out, "week_line", record->card.week_line);
	append_string(&out, "week", record->card.week);
	append_string(&out, "date", record->card.date);
	for (size_t i = 0; i < record->said_count; i++)
		append_string(&out, "said", record->said[i]);
	for (size_t i = 0; i < record->output_count; i++) {
		append_number(&out, "digest", record->outputs[i].digest);
		append_string(&out, "output", record->outputs[i].path);
	}
	for (size_t i = 0; i < record->inputs.count; i++) {
		const struct file_trace_item *item = &record->inputs.items[i];
		append_number(&out, "digest", item->digest);
		append_number(&out, "kind", item->kind);
		append_string(&out, "input", item->path);
	}
	append_part(&out, "search", record->search);
	append_string(&out, "end", "");
	return file_replace(
		path, (struct bytes){ (const uint8_t *)text_string(&out), out.size }, error);
}

/* ---- reading ---- */

struct reader {
	struct talk_record *record;
	uint64_t digest, kind; /* of the next file */
	size_t input_capacity;
	bool is_whole;
};

/* Takes the next part off `rest`. Returns false at the end, and where the file is damaged. */
static bool take_part(struct bytes *rest, char ret_name[NAME_SIZE_MAX], struct bytes *ret_bytes)
{
	const uint8_t *space = memchr(rest->data, ' ', rest->size);
	size_t name_size = space ? (size_t)(space - rest->data) : 0, at = name_size + 1, size = 0;
	if (!space || name_size >= NAME_SIZE_MAX)
		return false;
	memcpy(ret_name, rest->data, name_size);
	ret_name[name_size] = '\0';
	for (; at < rest->size && rest->data[at] != '\n'; at++) {
		unsigned digit = (unsigned)rest->data[at] - '0';
		if (digit > 9 || size > RECORD_SIZE_MAX)
			return false;
		size = size * 10 + digit;
	}
	at++;
	if (at > rest->size || rest->size - at < size + 1 || rest->data[at + size] != '\n')
		return false;
	*ret_bytes = (struct bytes){ rest->data + at, size };
	rest->data += at + size + 1;
	rest->size -= at + size + 1;
	return true;
}

static uint64_t number_of(struct bytes bytes)
{
	uint64_t number = 0;
	for (size_t i = 0; i < bytes.size; i++) {
		unsigned digit = bytes.data[i] <= '9' ? bytes.data[i] - 48U : bytes.data[i] - 87U;
		number = number << 4 | (digit & 15);
	}
	return number;
}

static char *string_of(struct bytes bytes)
{
	return xstrndup((const char *)bytes.data, bytes.size);
}

static void read_input(struct reader *reader, const char *path)
{
	struct file_trace *inputs = &reader->record->inputs;
	grow_array(&inputs->items, inputs->count, &inputs->capacity, sizeof(*inputs->items));
	inputs->items[inputs->count++] = (struct file_trace_item){
		.kind = (enum file_trace_kind)reader->kind,
		.path = path,
		.digest = reader->digest,
	};
}

static void read_string(struct reader *reader, const char *name, struct bytes bytes)
{
	struct talk_record *record = reader->record;
	const struct {
		const char *name;
		char **place;
	} owned[] = {
		{ "title", &record->card.title },
		{ "presenter", &record->card.presenter },
		{ "week", &record->card.week },
		{ "date", &record->card.date },
	};
	for (size_t i = 0; i < ARRAY_COUNT(owned); i++) {
		if (strcmp(name, owned[i].name) != 0)
			continue;
		free(*owned[i].place);
		*owned[i].place = string_of(bytes);
		return;
	}
	const char *kept = arena_strndup(&record->arena, (const char *)bytes.data, bytes.size);
	if (strcmp(name, "problem") == 0)
		record->problem = kept;
	else if (strcmp(name, "said") == 0)
		talk_record_say(record, kept);
	else if (strcmp(name, "output") == 0)
		talk_record_add_output(record, kept, reader->digest);
	else if (strcmp(name, "input") == 0)
		read_input(reader, kept);
}

static void read_part(struct reader *reader, const char *name, struct bytes bytes)
{
	struct talk_record *record = reader->record;
	if (strcmp(name, "setting") == 0)
		record->setting = number_of(bytes);
	else if (strcmp(name, "deck") == 0)
		record->has_deck = number_of(bytes) != 0;
	else if (strcmp(name, "failed") == 0)
		record->has_failed = number_of(bytes) != 0;
	else if (strcmp(name, "reusable") == 0)
		record->is_reusable = number_of(bytes) != 0;
	else if (strcmp(name, "page") == 0)
		record->page = number_of(bytes);
	else if (strcmp(name, "digest") == 0)
		reader->digest = number_of(bytes);
	else if (strcmp(name, "kind") == 0)
		reader->kind = number_of(bytes);
	else if (strcmp(name, "presenter_line") == 0)
		record->card.presenter_line = (unsigned)number_of(bytes);
	else if (strcmp(name, "week_line") == 0)
		record->card.week_line = (unsigned)number_of(bytes);
	else if (strcmp(name, "search") == 0)
		record->search = arena_bytes(&record->arena, bytes);
	else if (strcmp(name, "end") == 0)
		reader->is_whole = true;
	else
		read_string(reader, name, bytes);
}

bool talk_record_read(const char *path, struct talk_record *ret_record)
{
	autofinish(error) struct error ignored = { 0 };
	autofinish(buffer) struct buffer file = { 0 };
	struct reader reader = { .record = ret_record };
	const size_t line_size = sizeof(first_line) - 1;
	*ret_record = (struct talk_record){ 0 };
	if (!file_read(path, RECORD_SIZE_MAX, &file, &ignored))
		return false;
	struct bytes rest = buffer_bytes(&file), bytes;
	char name[NAME_SIZE_MAX];
	if (rest.size < line_size || memcmp(rest.data, first_line, line_size) != 0)
		return false;
	rest.data += line_size;
	rest.size -= line_size;
	while (take_part(&rest, name, &bytes))
		read_part(&reader, name, bytes);
	return reader.is_whole && !rest.size;
}

bool talk_record_is_fresh(const struct talk_record *record, uint64_t setting, const char *folder)
{
	if (!record->is_reusable || record->setting != setting)
		return false;
	for (size_t i = 0; i < record->inputs.count; i++) {
		const struct file_trace_item *item = &record->inputs.items[i];
		if (item->kind == FILE_TRACE_CHANGES ||
			file_trace_look(item->kind, item->path) != item->digest)
			return false;
	}
	for (size_t i = 0; i < record->output_count; i++) {
		automem char *path = file_below(folder, record->outputs[i].path);
		if (file_trace_look(FILE_TRACE_BYTES, path) != record->outputs[i].digest)
			return false;
	}
	return true;
}
