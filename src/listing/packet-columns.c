/*
 * What stands above the columns, in the languages of decks: where a list is an HTML table, and where it
 * is a picture. What stands in them differs there: a table has a port behind each address.
 */
#include "listing/packet-columns.h"

static const struct {
	const char *english, *korean;
} heads[PACKET_COLUMN_COUNT] = {
	[PACKET_COLUMN_NUMBER] = { "No.", "번호" },
	[PACKET_COLUMN_TIME] = { "Time", "시간" },
	[PACKET_COLUMN_SOURCE] = { "Source", "출발지" },
	[PACKET_COLUMN_DESTINATION] = { "Destination", "목적지" },
	[PACKET_COLUMN_PROTOCOL] = { "Protocol", "프로토콜" },
	[PACKET_COLUMN_LENGTH] = { "Length", "길이" },
	[PACKET_COLUMN_INFO] = { "Info", "정보" },
};

const char *packet_column_head(enum packet_column column, bool is_korean)
{
	return is_korean ? heads[column].korean : heads[column].english;
}
