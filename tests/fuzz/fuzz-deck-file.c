/*
 * The packet data of a deck that somebody else made, any bytes: its packets are written as
 * captures, and what it says of its recordings becomes the front matter of a talk. No recipe
 * declares more than its own capture, in the folder of the talk.
 */
#include <string.h>
#include <unistd.h>

#include "base/file/file.h"
#include "base/file/temporary-folder.h"
#include "deck/page/packed-parts.h"
#include "deck/repeat/repeat-talk.h"
#include "notes/slide/talk-parse.h"
#include "output-checks.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static struct temporary_folder folder;

static void remove_folder(void)
{
	temporary_folder_finish(&folder);
}

static void make_folder(void)
{
	autofinish(error) struct error error = { 0 };
	if (folder.path)
		return;
	require(temporary_folder_make(NULL, "fuzz-deck-file", &folder, &error), "no folder");
	(void)atexit(remove_folder);
}

static void write_page(const char *path, struct arena *arena, struct bytes data)
{
	autofinish(error) struct error error = { 0 };
	autofinish(text) struct text page = { 0 };
	struct text_pieces none = { 0 };
	text_append(&page, "<html lang=\"en\"><title>x</title> id=\"packet-data\">");
	packed_parts_append(&page, arena, data, (struct bytes){ 0 }, &none);
	text_pieces_finish(&none);
	text_append(&page, "</script>");
	require(file_replace(path, written(&page), &error), "cannot write a page");
}

static void write_captures(struct deck_file *file, struct repeat_pair *pairs, struct arena *arena)
{
	for (size_t i = 0; i < file->recipe_count; i++) {
		autofinish(error) struct error error = { 0 };
		struct repeat_pair *pair = &pairs[i];
		*pair = (struct repeat_pair){
			.recipe = &file->recipes[i],
			.deck_path = arena_printf(arena, "%s/deck-%zu.pcap", folder.path, i + 1),
			.own_path = arena_printf(arena, "%s/mine-%zu.pcap", folder.path, i + 1),
		};
		require(deck_file_write_capture(
				file, pair->recipe, pair->deck_path, &pair->kept, &error),
			"a capture cannot be written");
		require(!pair->recipe->packet_count || !pair->kept.is_whole ||
				pair->kept.count == pair->recipe->packet_count,
			"a whole capture that is not whole");
		check_characters((struct bytes){ (const uint8_t *)pair->recipe->record,
					 strlen(pair->recipe->record) },
			false);
	}
}

static void check_talk(const struct talk *talk, const struct deck_file *file)
{
	size_t folder_size = strlen(folder.path);
	require(talk->capture_count <= 2 * file->recipe_count, "more captures than recipes");
	for (size_t i = 0; i < talk->capture_count; i++) {
		const struct talk_capture *capture = &talk->captures[i];
		const char *name = capture->path + folder_size;
		require(strncmp(capture->path, folder.path, folder_size) == 0 && *name == '/' &&
				!strchr(name + 1, '/'),
			"a capture beyond its folder");
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	autofinish(arena) struct arena arena = { 0 };
	autofinish(deck_file) struct deck_file file = { 0 };
	autofinish(error) struct error error = { 0 };
	autofinish(text) struct text head = { 0 };
	autofinish(findings) struct findings findings = { 0 };
	struct repeat_pair pairs[DECK_RECIPES_MAX];
	struct talk talk;
	make_folder();
	const char *path = arena_printf(&arena, "%s/deck.html", folder.path);
	write_page(path, &arena, (struct bytes){ data, size });
	if (!deck_file_read(path, &file, &error)) {
		require(error_is_set(&error), "a deck is refused without a sentence");
		return 0;
	}
	write_captures(&file, pairs, &arena);
	repeat_talk_head(&head, &file, pairs, false);
	check_characters(written(&head), true);
	const char *talk_path = arena_printf(&arena, "%s/talk.md", folder.path);
	if (talk_parse(talk_path, written(&head), &arena, &talk, &findings, &error) &&
		repeat_talk_is_as_written(&talk, &file, pairs))
		check_talk(&talk, &file);
	return 0;
}
