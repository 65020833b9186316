/*
 * The headings of the columns in the languages of decks, for a list that is an HTML table and for
 * one that is a picture. They differ: a table has a port after each address.
 */
#include "listing/packet-columns.h"

#include <string.h>
#include <strings.h>

static const struct {
	const char *english, *korean, *name;
} heads[PACKET_COLUMN_FIELD] = {
	[PACKET_COLUMN_NUMBER] = { "No.", "번호", "no" },
	[PACKET_COLUMN_TIME] = { "Time", "시간", "time" },
	[PACKET_COLUMN_SOURCE] = { "Source", "출발지", "source" },
	[PACKET_COLUMN_DESTINATION] = { "Destination", "목적지", "destination" },
	[PACKET_COLUMN_PROTOCOL] = { "Protocol", "프로토콜", "protocol" },
	[PACKET_COLUMN_LENGTH] = { "Length", "길이", "length" },
	[PACKET_COLUMN_INFO] = { "Info", "정보", "info" },
	[PACKET_COLUMN_DELTA] = { "Delta", "간격", "delta" },
};

const char *packet_column_head(enum packet_column column, bool is_korean)
{
	return is_korean ? heads[column].korean : heads[column].english;
}

const char *packet_column_name(unsigned index)
{
	return index < PACKET_COLUMN_FIELD ? heads[index].name : NULL;
}

enum packet_column packet_column_find(const char *name)
{
	for (unsigned i = 0; i < PACKET_COLUMN_FIELD; i++) {
		if (strcasecmp(name, heads[i].name) == 0 || strcasecmp(name, heads[i].english) == 0)
			return (enum packet_column)i;
	}
	return PACKET_COLUMN_FIELD;
}
