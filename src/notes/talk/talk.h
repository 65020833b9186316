#ifndef NOTES_TALK_H
#define NOTES_TALK_H

/*
 * A parsed talk: front matter, slides, and the packets blocks on them. This is syntax only: no
 * capture is opened here. Strings and arrays live in the arena of talk_parse().
 */

#include <stdbool.h>
#include <stdint.h>
#include <string.h>

#include "base/arena.h"
#include "base/bytes.h"
#include "base/error.h"
#include "base/findings.h"
#include "notes/annotations/annotations.h"
#include "notes/talk/packets-views.h"
#include "notes/talk/slide-layout.h"
#include "recipe/client-step.h"

struct talk_capture {
	const char *name; /* its name in packets blocks */
	const char *file; /* the path as it is written */
	const char *path; /* relative to the working directory */
	const struct client_step *steps; /* `record: [GET /ping]`: how to make it again */
	size_t step_count; /* 0: no steps */
	/*
	 * `record: {run: [http, ":8080/ping"]}`: the arguments of a program and a NULL; or NULL.
	 * Only the user may start it: nothing that reads a talk does.
	 */
	const char *const *run;
	const char *server; /* beside `run`, a line of sh(1) in place of pingpong; or NULL */
	bool finds_sources; /* beside `run`, the lines of source that make its calls */
	/* beside `run`: how long it may run, and `server` until it listens; 0: as usual */
	uint32_t program_seconds, listen_seconds;
	bool keep_alive;
	bool is_broken; /* its declaration has a mistake: it is not recorded */
	const char *interface; /* show only this interface, a number or a name; or NULL */
	struct packets_names names; /* `names:` for all blocks that show it */
	unsigned line;
};

/* Whether the talk says how to make the capture; else its file must exist. */
static inline bool talk_capture_is_declared(const struct talk_capture *capture)
{
	return capture->step_count || capture->run;
}

/*
 * `notes:` of a block: a remark at a frame number, or at the first packet whose info has the text.
 */
struct packets_remark {
	uint64_t frame; /* from 1; 0 when `text` is set */
	const char *text; /* such as "GET /ping"; or NULL */
	struct bytes markdown;
	unsigned line;
};

enum { PACKETS_SIDES = 2, PACKETS_SOURCES_MAX = 2 };

/* `expect:`: a condition that the shown packets must meet, as written: "SYN", "segments >= 3". */
struct packets_expectation {
	const char *text;
	unsigned line;
};

/* A text of an `ask` block. */
struct ask_text {
	const char *markdown; /* without blanks around it */
	unsigned line; /* 0: it is not there */
};

enum { ASK_CHOICES_MIN = 2, ASK_CHOICES_MAX = 6 };

/* What an `ask` block asks the room. */
struct ask_block {
	struct ask_text question, answer_text;
	struct ask_text choices[ASK_CHOICES_MAX];
	size_t choice_count;
	size_t answer; /* index of the right choice */
	unsigned choices_line;
};

/* A key of a packets block, as it is written. */
struct packets_key {
	const char *name;
	unsigned line;
};

struct packets_block {
	const struct packets_key *keys;
	size_t key_count;
	const struct ask_block *ask; /* a question, which these packets answer; or NULL */
	/* `compare:`: the two sides, each with its own capture or stream; NULL: no comparison */
	const struct packets_block *sides;
	const char *capture; /* the name of a talk_capture; "" is the only one */
	const char *filter; /* or NULL */
	const char *frames; /* such as "1-3,8"; or NULL */
	int64_t stream; /* or -1 */
	enum packets_view show;
	enum packets_colors colors; /* `colors:`, else those of the talk */
	unsigned colors_line; /* 0: the block does not say it */
	bool step_packets; /* `step: packet`, and `step: ask` */
	bool asks_packets; /* `step: ask`: the room guesses each packet before it is shown */
	uint64_t seed; /* of the bytes of the block */
	bool steps_remarks; /* each remark is a step, below a graph or a comparison */
	bool folds; /* `fold: true` */
	bool once; /* `once: true` */
	bool calls; /* `calls: true` */
	/* `source:`: files of the programs that made the calls, as they are written */
	const char *sources[PACKETS_SOURCES_MAX];
	size_t source_count;
	bool live; /* `live: true`, of a capture with steps; never of one with `run` */
	const struct packets_expectation *expectations;
	size_t expectation_count;
	const struct packets_remark *remarks;
	size_t remark_count;
	struct packets_annotations
		annotations; /* marks and labels that the author adds to the picture */
	bool is_broken; /* it has mistakes; there may be nothing to draw */
	bool is_choice_broken; /* it has a mistake in a key that chooses packets */
	unsigned line, filter_line, frames_line, stream_line, calls_line, live_line,
		source_line; /* line numbers for messages */
};

struct slide_part {
	bool is_packets;
	bool is_body_start; /* the following parts are beside each other, below the heading */
	bool is_column_start; /* the following parts are in the next column */
	struct bytes markdown; /* of a text part; borrowed from the source */
	unsigned line, last_line; /* from 1 */
	struct packets_block *packets;
};

struct slide {
	unsigned line;
	bool is_below; /* began with `--`: a vertical slide, below the one before */
	const char *id; /* made from the heading, stable and unique within the talk */
	const char *title; /* the heading as plain text, or "" */
	const char *class_names; /* option `class:`, or "" */
	enum slide_layout layout; /* option `layout:` */
	unsigned seconds; /* option `t: 90s`, 0 when absent */
	bool shows_asked; /* option `asked: true`: shows what listeners asked last time */
	bool lacks_heading; /* its title is that of such a slide, and not in its parts */
	const char *section; /* the heading of the section that this slide continues; or "" */
	unsigned cut_count; /* on a cut section's first slide: how many it became; else 0 */
	/* The last note is that of the whole section, and stands on its earlier slides, too. */
	bool repeats_note;
	struct slide_part *parts;
	size_t part_count;
	struct bytes *notes; /* speaker notes, Markdown */
	unsigned *note_lines;
	size_t note_count;
};

/*
 * `[^label]: text`, taken out of the slides; numbered through the talk in the order of their first
 * references.
 */
struct talk_footnote {
	const char *label;
	struct bytes markdown;
	unsigned line;
};

struct definitions;
struct string_map;
struct vault;

struct talk {
	const char *path;
	struct bytes source; /* the whole file, as UTF-8 */
	/* "" when absent; `lang` is always set. */
	const char *title, *presenter, *date, *week, *lang, *theme;
	unsigned theme_line, presenter_line, week_line;
	/* The lines that separate slides, in reveal-md's syntax; or "". */
	const char *separator, *separator_below;
	unsigned duration_s; /* 0 when absent, and when it cannot be read */
	bool has_duration; /* `duration:` is there, whatever it says */
	bool leaves_whole; /* `cut: false`: sections that overflow are not cut at their headings */
	bool cuts_quietly; /* `cut: true`: `check` does not report sections that were cut */
	bool refuses_feedback; /* `feedback: false`: listeners are asked for nothing */
	enum packets_colors colors; /* `colors:`, of all blocks that say nothing else */
	bool anonymize; /* a redacted deck also hides addresses */
	const struct talk_capture *captures;
	/* with, and without, the captures of ![[file.pcap]] */
	size_t capture_count, declared_count;
	bool has_lost_captures; /* `captures:` exists but could not be read */
	struct slide *slides;
	size_t slide_count;
	/* Maps each ^block, in lower case, to the id of its slide; or NULL. */
	const struct string_map *block_slides;
	/* Maps each heading, as text_append_slug() writes it, to the id of its slide; or NULL. */
	const struct string_map *heading_slides;
	const struct talk_footnote *footnotes;
	size_t footnote_count;
	struct definitions *definitions; /* link reference definitions, which hold on every slide */
	struct vault *vault; /* where names are looked up; NULL: only beside the talk */
};

enum { TALK_SIZE_MAX = 4 << 20 }; /* bytes of a talk's file */

/*
 * The id of the title slide that a deck may put before the slides of its talk. Headings have ids in
 * lower case.
 */
#define TALK_TITLE_ID "Title"

/* The slide with this id; NULL: there is none. */
static inline const struct slide *talk_slide(const struct talk *talk, const char *id)
{
	for (size_t i = 0; i < talk->slide_count; i++) {
		if (strcmp(talk->slides[i].id, id) == 0)
			return &talk->slides[i];
	}
	return NULL;
}

#endif
