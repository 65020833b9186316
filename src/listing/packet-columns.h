#ifndef LISTING_PACKET_COLUMNS_H
#define LISTING_PACKET_COLUMNS_H

/* The columns of a list of packets, Wireshark's, wherever one is drawn. */

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
};

enum { PACKET_TIME_DECIMALS = 6 };

const char *packet_column_head(enum packet_column column, bool is_korean);

#endif
