/* Each key that has no effect is a mistake of its own: one run tells an author all of them. */
#include "deck/block/packets-view-keys.h"

#include "base/array.h"
#include "deck/block/packets-view-remarks.h"
#include "notes/talk/packets-block.h"

struct checking {
	struct text *mistakes;
	const struct packets_view_options *options;
};

static void refuse(const struct checking *checking, const char *key, struct error *error)
{
	const struct packets_block *block = checking->options->view->block;
	remarks_append_mistake(
		checking->mistakes, checking->options, packets_block_line_of(block, key), error);
}

/* The keys of the picture of one packet. */
static void check_fields(const struct checking *checking)
{
	const struct packets_block *block = checking->options->view->block;
	const struct packets_annotations *annotations = &block->annotations;
	const char *fields = annotations->steps_fields ? "fields" : "field";
	const struct {
		const char *key;
		bool is_used;
	} keys[] = {
		{ "layer", annotations->layer != NULL },
		{ fields, annotations->field_count > 0 },
	};
	for (size_t i = 0; i < ARRAY_COUNT(keys) && block->show != PACKETS_PACKET; i++) {
		autofinish(error) struct error error = { 0 };
		if (!keys[i].is_used)
			continue;
		error_set(&error,
			"'%s' goes with 'show: packet', the picture of one packet's headers",
			keys[i].key);
		refuse(checking, keys[i].key, &error);
	}
}

/* The keys that draw on a sequence. */
static void check_drawn(const struct checking *checking)
{
	const struct packets_block *block = checking->options->view->block;
	const struct packets_annotations *annotations = &block->annotations;
	const struct {
		const char *key, *words;
		bool is_used;
	} keys[] = {
		{ "marks", "marks", annotations->mark_count > 0 },
		{ "highlight", "highlight", annotations->highlight_count > 0 },
		{ "label", "label", annotations->label_count > 0 },
		{ "why", "why", annotations->says_why },
		{ "step", "step: marks", annotations->steps_marks },
	};
	for (size_t i = 0; i < ARRAY_COUNT(keys); i++) {
		autofinish(error) struct error error = { 0 };
		if (!keys[i].is_used)
			continue;
		error_set(&error,
			"'%s' goes with 'show: sequence', the diagram that it is drawn on",
			keys[i].words);
		refuse(checking, keys[i].key, &error);
	}
}

/* The keys that step through a sequence, fold it, and draw calls beside it. */
static void check_steps(const struct checking *checking)
{
	autofinish(error) struct error calls = { 0 };
	autofinish(error) struct error step = { 0 };
	autofinish(error) struct error fold = { 0 };
	const struct block_view *view = checking->options->view;
	const struct packets_block *block = view->block;
	if (block->calls && block->show != PACKETS_GRAPH) {
		error_set(&calls,
			"'calls: true' goes with 'show: sequence', whose lanes they stand beside, and 'show: graph', which gains the congestion window");
		refuse(checking, "calls", &calls);
	}
	if (block->step_packets) {
		if (packets_view_has_places(block->show))
			error_set(&step,
				"'step: packet' with 'show: %s' needs 'notes', which are its steps",
				view->drawn->name);
		else
			error_set(&step,
				"'step: packet' goes with 'show: sequence', the diagram that is stepped");
		refuse(checking, "step", &step);
	}
	if (block->folds) {
		error_set(&fold,
			"'fold: true' goes with 'show: sequence', the diagram that is folded");
		refuse(checking, "fold", &fold);
	}
}

static void check_colors(const struct checking *checking)
{
	autofinish(error) struct error error = { 0 };
	const struct packets_block *block = checking->options->view->block;
	if (!block->colors_line || checking->options->view->drawn->colors)
		return;
	error_set(&error,
		block->show == PACKETS_LIST
			? "'colors' does not go with 'show: list', which always has Wireshark's"
			: "'colors' goes with a picture that colors packets: 'show: sequence', stack, segments or connections");
	refuse(checking, "colors", &error);
}

static void check_columns(const struct checking *checking)
{
	autofinish(error) struct error error = { 0 };
	const struct packets_block *block = checking->options->view->block;
	if (!block->annotations.column_count || block->show == PACKETS_LIST)
		return;
	error_set(&error, "'columns' goes with 'show: list', the table that has them");
	refuse(checking, "columns", &error);
}

void view_keys_check(struct text *mistakes, const struct packets_view_options *options)
{
	const struct checking checking = { mistakes, options };
	check_fields(&checking);
	if (!options->view->drawn->has_steps) {
		check_steps(&checking);
		check_drawn(&checking);
	}
	check_columns(&checking);
	check_colors(&checking);
}
