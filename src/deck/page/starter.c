/*
 * Fills templates, which are talks with places such as @title@. `{{...}}` in them stays for the
 * build to fill in. Text becomes a quoted string in YAML, and Markdown marks in prose are escaped,
 * so that no file name can break the talk.
 */
#include "deck/page/starter.h"

#include <inttypes.h>
#include <string.h>

#include "base/array.h"
#include "base/file/file.h"
#include "base/format/markup.h"
#include "conversation/selection.h"
#include "deck/page/assets.h"
#include "deck/page/template.h"
#include "notes/text/characters.h"

enum { CONNECTIONS_MAX = 8, PACKETS_MAX = 14 /* packets that one slide shows well */ };

struct place {
	const char *name;
	const char *value;
};

struct writer {
	const struct starter *starter;
	const char *capture; /* the capture's name in the talk */
	struct arena arena;
	struct error *damage, *error;
};

const char *starter_lang(const char *name)
{
	return text_has_hangul(name) ? "ko" : NULL;
}

static bool load(struct writer *writer, const char *name, struct bytes *ret_bytes)
{
	const char *path =
		arena_printf(&writer->arena, "starter/%s/%s", writer->starter->lang, name);
	struct template_file file;
	if (!template_load(writer->starter->templates, path, &writer->arena, &file, writer->error))
		return false;
	if (!file.bytes.data)
		return error_set(writer->error, "there is no template '%s'", path);
	*ret_bytes = file.bytes;
	return true;
}

/* Appends the template with its @places@ filled. An '@' that begins no place stays as it is. */
static bool fill(struct writer *writer, struct text *out, const char *name,
	const struct place *places, size_t count)
{
	struct bytes source = { 0 };
	if (!load(writer, name, &source))
		return false;
	for (size_t i = 0; i < source.size;) {
		const struct place *found = NULL;
		const char *rest = (const char *)source.data + i;
		for (size_t j = 0; rest[0] == '@' && j < count; j++) {
			size_t size = strlen(places[j].name);
			if (source.size - i > size + 1 && rest[size + 1] == '@' &&
				memcmp(rest + 1, places[j].name, size) == 0)
				found = &places[j];
		}
		if (found)
			text_append(out, found->value);
		else
			text_append_char(out, rest[0]);
		i += found ? strlen(found->name) + 2 : 1;
	}
	return true;
}

static const char *quoted(struct writer *writer, const char *string)
{
	autofinish(text) struct text text = { 0 };
	markup_json(&text, markup_bytes_of(string)); /* a JSON string is a YAML string, too */
	return arena_strdup(&writer->arena, text_string(&text));
}

static const char *escaped(struct writer *writer, const char *string)
{
	autofinish(text) struct text text = { 0 };
	for (const char *p = string; *p; p++) {
		if (strchr("\\`*_{}[]<>#|~=%&", *p))
			text_append_char(&text, '\\');
		bool is_control = (unsigned char)*p < 0x20;
		text_append_size(&text, is_control ? " " : p, 1);
	}
	return arena_strdup(&writer->arena, text_string(&text));
}

static const char *capture_name(struct writer *writer, const char *path)
{
	automem char *stem = file_stem(path);
	autofinish(text) struct text name = { 0 };
	text_append_slug(&name, markup_bytes_of(stem));
	return name.size ? arena_strdup(&writer->arena, text_string(&name)) : "capture";
}

static bool fill_connection(
	struct writer *writer, struct text *out, const struct tcp_connection *connection)
{
	uint64_t first = connection->first_frame;
	const char *frames = connection->packet_count <= PACKETS_MAX
		? ""
		: arena_printf(&writer->arena, "frames: %" PRIu64 "-%" PRIu64 "\n", first,
			  first + PACKETS_MAX - 1);
	const struct place places[] = {
		{ "capture", writer->capture },
		{ "number", arena_printf(&writer->arena, "%" PRIu32, connection->stream) },
		{ "first", arena_printf(&writer->arena, "%" PRIu64, first) },
		{ "frames", frames },
	};
	const char *name = writer->starter->is_finished ? "capture-connection.md" : "connection.md";
	return fill(writer, out, name, places, ARRAY_COUNT(places));
}

/* Appends the slide that lists all connections and says how many of them get a slide each. */
static bool fill_connections(
	struct writer *writer, struct text *out, const struct capture_summary *summary)
{
	uint32_t count = 0;
	for (uint32_t i = 0; i < summary->connection_count; i++)
		count += summary->connections[i].packet_count > 0;
	if (!count || !writer->starter->is_finished)
		return true;
	bool is_korean = strcmp(writer->starter->lang, "ko") == 0;
	const char *more = count <= CONNECTIONS_MAX
		? ""
		: arena_printf(&writer->arena,
			  is_korean ? "처음 %d개는 뒤에 슬라이드가 하나씩 있다."
				    : "The first %d of them follow, a slide each.",
			  CONNECTIONS_MAX);
	const struct place places[] = { { "capture", writer->capture }, { "more", more } };
	return fill(writer, out, "capture-connections.md", places, ARRAY_COUNT(places));
}

static bool append_capture(struct writer *writer, struct text *out)
{
	struct capture_summary summary;
	const char *path = writer->starter->capture_path;
	bool is_whole =
		selection_read(path, NULL, 0, &writer->arena, NULL, &summary, writer->damage);
	if (!is_whole && !summary.packet_count) {
		*writer->error = *writer->damage;
		*writer->damage = (struct error){ 0 };
		return false;
	}
	if (!summary.packet_count)
		return error_set(
			writer->error, "'%s' holds no packets: nothing can be shown of it", path);
	if (!fill_connections(writer, out, &summary))
		return false;
	unsigned count = 0;
	for (uint32_t i = 0; i < summary.connection_count && count < CONNECTIONS_MAX; i++) {
		/* only an ICMP error quoted this connection */
		if (!summary.connections[i].packet_count)
			continue;
		if (!fill_connection(writer, out, &summary.connections[i]))
			return false;
		count++;
	}
	if (count)
		return true;
	const char *frames = summary.packet_count <= PACKETS_MAX
		? ""
		: arena_printf(&writer->arena, "frames: 1-%d\n", PACKETS_MAX);
	const struct place places[] = { { "capture", writer->capture }, { "frames", frames } };
	const char *name = writer->starter->is_finished ? "capture-packets.md" : "packets.md";
	return fill(writer, out, name, places, ARRAY_COUNT(places));
}

static bool append_pingpong(struct writer *writer, struct text *out)
{
	const struct place places[] = { { "capture", writer->capture } };
	return fill(writer, out, "pingpong.md", places, ARRAY_COUNT(places));
}

/* The requests that a talk without a capture records. */
static const char *const starter_targets[] = { "/ping", "/long?bytes=16000" };
enum { TARGET_COUNT = ARRAY_COUNT(starter_targets) };

static const char *record_line(struct writer *writer)
{
	autofinish(text) struct text line = { 0 };
	for (size_t i = 0; i < TARGET_COUNT; i++)
		text_append_format(
			&line, "%sGET %s", i ? ", " : "    record: [", starter_targets[i]);
	text_append(&line, "]\n");
	return arena_strdup(&writer->arena, text_string(&line));
}

struct bytes starter_sample(const struct talk_capture *capture)
{
	static const char name[] = "starter/pingpong.pcap";
	bool is_same = capture->step_count == TARGET_COUNT && !capture->keep_alive;
	for (size_t i = 0; is_same && i < TARGET_COUNT; i++)
		is_same = strcmp(capture->steps[i].method, "GET") == 0 &&
			strcmp(capture->steps[i].target, starter_targets[i]) == 0;
	for (size_t i = 0; is_same && i < asset_count; i++) {
		if (strcmp(assets[i].name, name) == 0)
			return (struct bytes){ assets[i].data, assets[i].size };
	}
	return (struct bytes){ 0 };
}

static bool write_talk(struct writer *writer, struct text *out)
{
	const struct starter *starter = writer->starter;
	autofinish(text) struct text slides = { 0 };
	bool is_recorded = !starter->capture_path;
	if (!(is_recorded ? append_pingpong(writer, &slides) : append_capture(writer, &slides)))
		return false;
	const struct place places[] = {
		{ "title", quoted(writer, starter->title) },
		{ "heading", escaped(writer, starter->title) },
		{ "capture", writer->capture },
		{ "file", quoted(writer, starter->file) },
		{ "record", is_recorded ? record_line(writer) : "" },
		{ "slides", text_string(&slides) },
	};
	const char *name = starter->is_finished ? "capture-talk.md" : "talk.md";
	return fill(writer, out, name, places, ARRAY_COUNT(places));
}

bool starter_talk(struct text *out, const struct starter *starter, struct error *ret_damage,
	struct error *error)
{
	struct writer writer = { .starter = starter, .damage = ret_damage, .error = error };
	writer.capture =
		starter->capture_path ? capture_name(&writer, starter->capture_path) : "pingpong";
	bool ok = write_talk(&writer, out);
	arena_finish(&writer.arena);
	return ok;
}
