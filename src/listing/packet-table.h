#ifndef LISTING_PACKET_TABLE_H
#define LISTING_PACKET_TABLE_H

/* Packets as an HTML table in Wireshark's columns and colours: `show: list`, and the twin of diagrams. */

#include "base/text.h"
#include "conversation/selection.h"

/* <table class="packet-list">; a row is <tr data-frame="N" class="rule-KEY">; columns are told by their place. */
void packet_table_html(struct text *out, const struct selection *selection,
	const struct capture_summary *summary, const char *lang);

#endif
