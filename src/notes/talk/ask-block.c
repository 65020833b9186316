/*
 * An ask block is a packets block with a question: its packets are what shows the answer, and it
 * has no steps of its own. So `show`, `stream`, `filter`, `names` and the others mean the same in
 * both. The packets are named by `frame`, since an answer is seldom more than one.
 */
#include "notes/talk/ask-block.h"

#include <string.h>

#include "base/array.h"
#include "base/format/markup.h"
#include "base/nearest-name.h"
#include "base/span.h"

static bool fail(const struct ask_reader *reader, unsigned line, struct error *error)
{
	return findings_add_error(reader->findings, reader->talk->path, line, error);
}

static struct ask_text text_of(const struct ask_reader *reader, const struct yaml_value *value)
{
	struct bytes text = span_trim(markup_bytes_of(value->text));
	return (struct ask_text){
		.markdown = arena_strndup(reader->arena, (const char *)text.data, text.size),
		.line = value->text_line,
	};
}

static bool is_text(const struct yaml_value *value)
{
	return value->type == YAML_TEXT && span_trim(markup_bytes_of(value->text)).size &&
		!value->lost;
}

static bool read_question(struct ask_reader *reader, const struct yaml_entry *entry)
{
	autofinish(error) struct error error = { 0 };
	if (!is_text(&entry->value)) {
		error_set(&error,
			"'question' must be a text: put it in quotes behind the colon, or write it indented below 'question: |'");
		return fail(reader, entry->line, &error);
	}
	reader->ask->question = text_of(reader, &entry->value);
	return true;
}

static bool read_choices(struct ask_reader *reader, const struct yaml_entry *entry)
{
	const struct yaml_value *value = &entry->value;
	autofinish(error) struct error error = { 0 };
	struct ask_block *ask = reader->ask;
	ask->choices_line = entry->line;
	if (value->type != YAML_LIST || value->count < ASK_CHOICES_MIN ||
		value->count > ASK_CHOICES_MAX) {
		error_set(&error,
			"'choices' must be a list of %d to %d texts, each in a line of its own behind '- '",
			ASK_CHOICES_MIN, ASK_CHOICES_MAX);
		return fail(reader, entry->line, &error);
	}
	for (size_t i = 0; i < value->count; i++) {
		if (!is_text(&value->items[i])) {
			error_set(&error,
				"this choice is not a text, or YAML reads a part of it as a comment: put it in quotes");
			return fail(reader, value->items[i].line, &error);
		}
		ask->choices[i] = text_of(reader, &value->items[i]);
	}
	ask->choice_count = value->count;
	return true;
}

static bool read_answer(struct ask_reader *reader, const struct yaml_entry *entry)
{
	autofinish(error) struct error error = { 0 };
	if (!is_text(&entry->value)) {
		error_set(&error, "'answer' must be one of the choices, word for word");
		return fail(reader, entry->line, &error);
	}
	reader->ask->answer_text = text_of(reader, &entry->value);
	return true;
}

static bool read_frame(struct ask_reader *reader, const struct yaml_entry *entry)
{
	autofinish(error) struct error error = { 0 };
	if (!is_text(&entry->value)) {
		error_set(&error,
			"'frame' must be the number of the packet that shows the answer, such as 4, or several, such as 4-6");
		return fail(reader, entry->line, &error);
	}
	reader->block->frames = entry->value.text;
	reader->block->frames_line = entry->value.text_line;
	return true;
}

static const struct {
	const char *name;
	ask_read_function *read;
} keys[] = {
	{ "question", read_question },
	{ "choices", read_choices },
	{ "answer", read_answer },
	{ "frame", read_frame },
};

ask_read_function *ask_block_key(const char *key)
{
	for (size_t i = 0; i < ARRAY_COUNT(keys); i++) {
		if (strcmp(keys[i].name, key) == 0)
			return keys[i].read;
	}
	return NULL;
}

const char *ask_block_key_at(size_t index)
{
	return index < ARRAY_COUNT(keys) ? keys[index].name : NULL;
}

bool ask_block_refuses(const char *key)
{
	static const char *const refused[] = { "frames", "step", "fold", "calls", "live", "compare",
		"marks" };
	for (size_t i = 0; i < ARRAY_COUNT(refused); i++) {
		if (strcmp(refused[i], key) == 0)
			return true;
	}
	return false;
}

/* ---- the finished block ---- */

/* Each choice must differ from those before it. */
static bool check_choices(const struct ask_reader *reader)
{
	const struct ask_block *ask = reader->ask;
	for (size_t i = 1; i < ask->choice_count; i++) {
		for (size_t j = 0; j < i; j++) {
			autofinish(error) struct error error = { 0 };
			if (strcmp(ask->choices[i].markdown, ask->choices[j].markdown) != 0)
				continue;
			error_set(
				&error, "the choice '%s' is there twice", ask->choices[i].markdown);
			return fail(reader, ask->choices[i].line, &error);
		}
	}
	return true;
}

static bool find_answer(const struct ask_reader *reader)
{
	struct ask_block *ask = reader->ask;
	autofinish(error) struct error error = { 0 };
	const char *names[ASK_CHOICES_MAX], *answer = ask->answer_text.markdown;
	for (ask->answer = 0; ask->answer < ask->choice_count; ask->answer++) {
		names[ask->answer] = ask->choices[ask->answer].markdown;
		if (strcmp(names[ask->answer], answer) == 0)
			return true;
	}
	const char *nearest = nearest_name(answer, names, ask->choice_count);
	ask->answer = 0;
	if (nearest)
		error_set(&error, "the answer '%s' is not among the choices: did you mean '%s'?",
			answer, nearest);
	else
		error_set(&error,
			"the answer '%s' is not among the choices: write one of them, word for word",
			answer);
	return fail(reader, ask->answer_text.line, &error);
}

bool ask_block_check(struct ask_reader *reader)
{
	const struct ask_block *ask = reader->ask;
	if (reader->block->show == PACKETS_PACKET) {
		autofinish(error) struct error error = { 0 };
		error_set(&error,
			"'show: packet' needs the whole slide: show the answer in another view, and that packet on the next slide");
		return fail(reader, reader->block->line, &error);
	}
	const struct {
		bool is_there;
		const char *key;
	} needed[] = {
		{ ask->question.line > 0, "question" },
		{ ask->choices_line > 0, "choices" },
		{ ask->answer_text.line > 0, "answer" },
		{ reader->block->frames_line > 0, "frame" },
	};
	for (size_t i = 0; i < ARRAY_COUNT(needed); i++) {
		autofinish(error) struct error error = { 0 };
		if (needed[i].is_there)
			continue;
		error_set(&error,
			"this ask block has no '%s': it needs a question, choices, the answer, and the frame that shows it",
			needed[i].key);
		return fail(reader, reader->block->line, &error);
	}
	return !ask->choice_count || (check_choices(reader) && find_answer(reader));
}
