#ifndef DECK_BUILT_DECK_H
#define DECK_BUILT_DECK_H

/* A deck while it is built: its options and its results. deck/deck.h builds it. */

#include "base/arena.h"
#include "base/error.h"
#include "base/findings.h"
#include "base/format/text-pieces.h"
#include "base/text.h"
#include "deck/page/deck-asks.h"
#include "deck/page/talk-card.h"
#include "notes/markdown/resolver.h"
#include "notes/talk/talk.h"

struct captures;
struct leak_set;
struct redaction_place;
struct sequence_extent; /* deck/block/packets-view.h */

/* Callbacks that observe the slides of a talk while they are written. No page is made then. */
struct deck_observer {
	void *context;
	/* As in struct markdown_resolver. */
	void (*link)(void *context, const char *address, unsigned line);
	void (*unwritten)(void *context, const char *name, unsigned line);
	void (*no_part)(void *context, const char *file, const char *part, unsigned line);
	void (*image)(void *context, const char *path, struct bytes svg, unsigned line);
	/* Gets a text of a slide as HTML, without packets and speaker notes. */
	void (*text)(void *context, const struct slide *slide, struct bytes html);
	/* Gets the room that the sequence of a block takes; `line` is that of the block. */
	void (*sequence)(void *context, unsigned line, const struct sequence_extent *extent);
	/* Gets the talk at the end. It has no captures when the talk asks for more than it may. */
	void (*talk)(void *context, const struct talk *talk, const struct captures *captures);
};

struct drawing_request {
	const char *talk_path;
	const char *lang;
	bool is_redacted; /* the drawing is for a redacted deck, and must not be kept */
	enum drawing_form form;
	struct bytes source;
};

/* Draws formulas and diagrams. */
struct deck_drawer {
	void *context;
	/* As `draw` in struct markdown_resolver. */
	enum drawn (*draw)(void *context, const struct drawing_request *request, struct text *out,
		struct error *error);
	/* Says that all slides of the talk are written. */
	void (*end)(void *context, const char *talk_path);
};

/* A slide that is recorded anew while the talk is given; see deck_build_live(). */
struct deck_live {
	const char *slide; /* its id */
	const char *folder; /* for the new captures; it is empty */
};

struct deck_options {
	const char *templates; /* a folder to read instead of the embedded files, or NULL */
	const char *lang; /* language of a deck from a bare capture: "ko" or "en"; NULL: English */
	/*
	 * What listeners said from this second on is not of last time: slides of what they asked
	 * leave it out. 0: nothing is left out.
	 */
	int64_t room_opened_s;
	int64_t now_s; /* what day a schedule takes for today, since the epoch; 0: the clock's */
	bool has_pace; /* sets deck.pace */
	bool has_worksheet; /* sets deck.worksheet */
	bool has_search; /* sets deck.search */
	bool has_packet_files; /* sets deck.packet_files */
	bool is_redacted; /* leaves out secrets and speaker notes */
	/* Where forms for votes are sent, "/room/vote/a.html"; NULL: nowhere. */
	const char *votes_at;
	bool is_served; /* policy in the HTTP header instead of a <meta>; adds live-reload.js */
	/* Records a missing capture; NULL: a missing capture is an error. */
	bool (*record)(void *context, const struct talk *talk, const struct talk_capture *capture,
		struct error *error);
	void *record_context;
	/* The same for a slide that is recorded anew; NULL: none is. */
	bool (*record_live)(void *context, const struct talk *talk,
		const struct talk_capture *capture, struct error *error);
	/*
	 * The path of the pages where listeners of a served talk say what they think
	 * ("/feedback/talk.html"), for those without scripts; NULL: there are none.
	 */
	const char *feedback_page;
	bool is_rehearsed; /* the page measures how long its slides and steps are shown */
	bool shows_open_items; /* the page shows its author what is said and not worked in yet */
	const struct deck_live *live; /* set by deck_build_live(); else NULL */
	/*
	 * Writes the link from the deck of the talk at `from` to that of `to`, as in struct
	 * markdown_resolver. NULL: decks are beside their talks.
	 */
	bool (*place)(void *context, const char *from, const char *to, struct text *out);
	void *place_context;
	/* NULL: formulas and diagrams are shown as their sources */
	const struct deck_drawer *drawer;
	const struct deck_observer *observer; /* or NULL */
	/* For a redacted deck: places that are hidden, too; see conversation/redact/redact.h. */
	const struct redaction_place *hidden_places;
	size_t hidden_place_count;
	/* bits of enum redaction_step to leave out, so that tests can see the leak check fail */
	unsigned skipped_steps;
};

/* A part of deck.slides, such as one that came from the author's Markdown. */
struct html_part {
	size_t from, size;
};

/* A part of deck.slides that came from the author. */
struct written_part {
	struct html_part html;
	bool is_code; /* lines of source beside a picture; else it is of Markdown */
	const char *paths[PACKETS_SOURCES_MAX]; /* of code: its files; in the deck's arena */
	size_t path_count;
};

/* A slide of a finished deck, also one that the program added. */
struct deck_slide {
	const char *id, *title; /* plain text; "" without a heading */
	unsigned line;
	unsigned planned_s; /* its `t:`; 0: it has none */
	bool is_below; /* it stands below the slide before it */
	struct html_part html; /* its element in deck.slides */
	/*
	 * Of a served deck: a hash of what it shows, with its packets and its notes, without its id
	 * and its line.
	 */
	uint64_t digest;
};

/* A capture file of the packets that a deck holds. */
struct packet_file {
	char *name; /* "pingpong.pcap", malloc()ed; no other of the deck has it */
	struct text data;
};

enum { PACKED_SCRIPTS_MAX = 2 };

struct deck {
	struct text_pieces html; /* the page; borrows from the texts below and from the program */
	struct arena arena;
	struct text slides, packet_data, theme;
	struct text packed; /* what the page has of packet_data and of the <template>s of slides */
	/* What the page has of the program's own scripts. */
	struct bytes packed_scripts[PACKED_SCRIPTS_MAX];
	size_t packed_script_count;
	struct text asked; /* HTML: what listeners asked last time, for slides that show it */
	struct text policy; /* the Content-Security-Policy of the page */
	/* What is wrong with the talk. Errors are shown on the slides, too. */
	struct findings findings;
	struct text pace; /* a line for each slide: how long it may take */
	struct text_pieces
		worksheet; /* the page for paper; empty when there is nothing to work out */
	struct text worksheet_words; /* its body */
	bool has_packets; /* a block shows some */
	struct text search; /* JSON; see deck/packets/packet-search.h */
	struct packet_file *packet_files;
	size_t packet_file_count;
	struct leak_set *leaks; /* in a redacted deck: what must not be in it; else NULL */
	/* in a redacted deck: the parts that came from the author, in order; malloc()ed */
	struct written_part *written;
	size_t written_count, written_capacity;
	/* in a redacted deck: what was hidden, "Cookie 2, speaker notes"; else empty */
	struct text hidden;
	struct text calendar; /* of a list of talks with a schedule: RFC 5545; else empty */
	int64_t outdated_s; /* when the day of that schedule ends, since the epoch; else 0 */
	struct talk_card card; /* may be empty when the build failed */
	struct deck_asks asks;
	char **live_slides; /* ids of slides that can be recorded anew; malloc()ed */
	size_t live_count;
	struct html_part live; /* what is inside the slide of options->live */
	char **sources; /* paths of all files that were read, for watching; malloc()ed */
	size_t source_count;
	size_t slide_count;
	unsigned duration_s; /* `duration:`; 0: the talk has none */
	bool is_korean; /* the language of the talk; else it is shown in English */
	bool asks_feedback; /* listeners are asked for feedback on these slides */
	/*
	 * Of a served deck: hashes of its packets, and of what a page that is open has to load
	 * anew, such as its styles.
	 */
	uint64_t packets_digest, shell_digest;
	struct deck_slide *slide_list; /* malloc()ed; its texts are in the arena */
	size_t slide_list_count, slide_list_capacity;
};

#endif
