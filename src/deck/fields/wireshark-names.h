#ifndef DECK_FIELDS_WIRESHARK_NAMES_H
#define DECK_FIELDS_WIRESHARK_NAMES_H

/*
 * Names that Wireshark has for parts of what is one kind of field here: a header of HTTP
 * (http.host), the value of an option of DHCP (dhcp.option.router), an address or a port of either
 * side (ip.addr, tcp.port).
 */

#include "dissect/field.h"

/* Whether `name` is what Wireshark calls this field. */
bool wireshark_name_fits(
	const char *name, const struct field_list *list, const struct field *field);

/* Whether Wireshark has the name; and its nearest name in the same protocol, or NULL. */
bool wireshark_name_is_known(const char *name);
const char *wireshark_name_nearest(const char *name);

#endif
