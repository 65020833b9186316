#ifndef LISTING_PACKET_TABLE_H
#define LISTING_PACKET_TABLE_H

/*
 * Packets as an HTML table in Wireshark's columns and colors, for `show: list` and beside diagrams.
 */

#include "base/text.h"
#include "conversation/selection.h"
#include "listing/packet-columns.h"

/*
 * Appends <table class="packet-list">. A row is <tr data-frame="N" class="rule-KEY">; columns are
 * identified by their position.
 */
void packet_table_html(struct text *out, const struct selection *selection,
	const struct capture_summary *summary, const char *lang);

/* A column that was asked for. */
struct packet_table_column {
	enum packet_column column;
	const char *heading;
	const char *const *cells; /* of a field: a text or NULL for each packet; borrowed */
	bool is_number; /* of a field */
};

struct packet_table_options {
	const char *lang;
	const struct packet_table_column *columns; /* none: Wireshark's */
	size_t column_count;
	/* HTML below the row of each packet; NULL: none */
	const char *const *remarks;
};

/*
 * Appends the same table with other columns, and with remarks as rows of their own: <tr
 * class="told"> below a row of class "noted". When the columns are not Wireshark's, the table has
 * class "chosen", and the classes of its cells tell what they contain.
 */
void packet_table_append(struct text *out, const struct selection *selection,
	const struct capture_summary *summary, const struct packet_table_options *options);

#endif
