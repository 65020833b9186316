#ifndef NOTES_ANNOTATIONS_H
#define NOTES_ANNOTATIONS_H

/*
 * The keys of a packets block with which an author draws and writes on a picture of packets. They
 * neither choose nor change packets. This is syntax only, as in notes/talk/talk.h.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/*
 * `marks:` of a sequence: a bracket around packets, or an arrow from one to another.
 * deck/block/block-annotations.c replaces {duration} in the words by the time between the two.
 */
enum { MARK_LETTERS_MAX = 160 }; /* in its words, with their values filled in */

struct packets_mark {
	uint64_t from, to; /* frame numbers; equal in a bracket around one packet */
	bool is_relation;
	const char *words;
	unsigned line;
};

/* `highlight:` parts of the labels on arrows. */
enum packets_part {
	PACKETS_PART_SEQ = 1 << 0,
	PACKETS_PART_ACK = 1 << 1,
	PACKETS_PART_LEN = 1 << 2,
	PACKETS_PART_ISN = 1 << 3,
	PACKETS_PART_FLAGS = 1 << 4,
};
enum { PACKETS_PART_COUNT = 5 };

/* "seq" for bit index 0. */
const char *packets_part_name(unsigned bit_index);

struct packets_highlight {
	uint64_t frame; /* 0: every shown packet */
	unsigned parts; /* enum packets_part */
	unsigned line;
};

/* `columns:` of a list: a column by its name, or a field as Wireshark names it. */
struct packets_column {
	const char *name;
	const char *heading; /* the author's; or NULL */
	unsigned line;
};

/* `field:` and `fields:` of a packet, as written: "seq", "tcp.seq". */
struct packets_field {
	const char *name;
	unsigned line;
};

/* `names:` of addresses, ports and sockets, each as written: "192.0.2.1", ":8080". */
struct packets_name {
	const char *key, *name;
	unsigned line;
};

struct packets_names {
	const struct packets_name *items;
	size_t count;
	bool takes_capture; /* `names: capture`, or `capture: true` among them */
	unsigned line; /* 0: there is no such key */
};

struct packets_annotations {
	const struct packets_mark *marks;
	size_t mark_count;
	const struct packets_highlight *highlights;
	size_t highlight_count;
	const char *const *labels; /* `label:` names of fields, as Wireshark has them */
	size_t label_count;
	unsigned label_line;
	const struct packets_column *columns;
	size_t column_count;
	struct packets_names names;
	bool says_why; /* `why: true` */
	unsigned why_line;
	const char *layer; /* `layer:` as written; or NULL */
	unsigned layer_line;
	const struct packets_field *fields;
	size_t field_count;
	bool steps_fields; /* `fields:`, each is a step */
	bool steps_marks; /* `step: marks` */
};

/* The name of a mark's place as authors write it: "1-3", "4→5", "7". */
struct text;
void packets_mark_append_place(struct text *out, const struct packets_mark *mark);

#endif
