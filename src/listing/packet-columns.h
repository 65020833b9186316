#ifndef LISTING_PACKET_COLUMNS_H
#define LISTING_PACKET_COLUMNS_H

/* The columns of packet lists; the first are Wireshark's. */

#include <stdbool.h>

enum packet_column {
	PACKET_COLUMN_NUMBER,
	PACKET_COLUMN_TIME,
	PACKET_COLUMN_SOURCE,
	PACKET_COLUMN_DESTINATION,
	PACKET_COLUMN_PROTOCOL,
	PACKET_COLUMN_LENGTH,
	PACKET_COLUMN_INFO,
	PACKET_COLUMN_COUNT,
	/* only when they are asked for */
	PACKET_COLUMN_DELTA = PACKET_COLUMN_COUNT,
	PACKET_COLUMN_FIELD, /* of packets, by its name; it has no heading here */
};

enum { PACKET_TIME_DECIMALS = 6 };

const char *packet_column_head(enum packet_column column, bool is_korean);

/*
 * packet_column_find() returns the column that is called "no", "time", "delta", "source",
 * "destination", "protocol", "length" or "info", and PACKET_COLUMN_FIELD for another name.
 * packet_column_name() returns the n-th of these names, NULL past the end.
 */
enum packet_column packet_column_find(const char *name);
const char *packet_column_name(unsigned index);

#endif
