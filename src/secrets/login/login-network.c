/*
 * Passwords that routers and dial-up lines send in clear text: PAP (RFC 1334), CHAP's response (RFC
 * 1994), RIP (RFC 2453 section 4.1), OSPF (RFC 2328 section D.4.1), VRRP (RFC 2338 section 5.3.6),
 * HSRP (RFC 2281). Also the bodies of TACACS+ (RFC 8907), whose obfuscation is weak.
 */
#include "secrets/login/login-scan.h"

static bool is_protocol(const struct login_scan *scan, const char *name)
{
	return scan->source->protocol && strcmp(scan->source->protocol, name) == 0;
}

/*
 * | code 1 | identifier 1 | length 2 | size of the name 1 | name | size of the password 1 |
 * | password |
 */
static void hide_pap(struct login_scan *scan)
{
	enum { HEADER_SIZE = 4, AUTHENTICATE_REQUEST = 1 };
	size_t password = HEADER_SIZE + 1 + login_byte(scan, HEADER_SIZE);
	if (login_byte(scan, 0) == AUTHENTICATE_REQUEST)
		login_hide(scan, password + 1, password + 1 + login_byte(scan, password));
}

/* | code 1 | identifier 1 | length 2 | size of the value 1 | value | name | */
static void hide_chap(struct login_scan *scan)
{
	enum { HEADER_SIZE = 4, RESPONSE = 2 };
	size_t value = HEADER_SIZE + 1;
	if (login_byte(scan, 0) == RESPONSE)
		login_hide(scan, value, value + login_byte(scan, HEADER_SIZE));
}

bool login_find_ppp(struct login_scan *scan)
{
	if (is_protocol(scan, "PAP"))
		hide_pap(scan);
	else if (is_protocol(scan, "CHAP"))
		hide_chap(scan);
	else
		return false;
	return true;
}

/* Hides the password in RIP's first entry. Another kind of authentication sends a digest. */
bool login_find_rip(struct login_scan *scan)
{
	enum {
		PORT = 520,
		HEADER_SIZE = 4,
		ENTRY_SIZE = 20,
		AUTHENTICATION = 0xffff,
		PASSWORD = 2
	};
	if (!login_has_port(scan, PORT) || scan->text.size < HEADER_SIZE)
		return false;
	if (login_u16(scan, HEADER_SIZE) == AUTHENTICATION &&
		login_u16(scan, HEADER_SIZE + 2) == PASSWORD)
		login_hide(scan, HEADER_SIZE + 4, HEADER_SIZE + ENTRY_SIZE);
	return true;
}

bool login_find_ospf(struct login_scan *scan)
{
	enum { VERSION = 2, KIND_PLACE = 14, KIND_PASSWORD = 1, VALUE_PLACE = 16, VALUE_SIZE = 8 };
	if (!is_protocol(scan, "OSPF"))
		return false;
	if (login_byte(scan, 0) == VERSION && login_u16(scan, KIND_PLACE) == KIND_PASSWORD)
		login_hide(scan, VALUE_PLACE, VALUE_PLACE + VALUE_SIZE);
	return true;
}

/* Hides VRRP's password, which follows as many addresses as the fourth byte says. */
bool login_find_vrrp(struct login_scan *scan)
{
	enum { VERSION = 2, KIND_PASSWORD = 1, HEADER_SIZE = 8, PASSWORD_SIZE = 8 };
	if (!is_protocol(scan, "VRRP"))
		return false;
	size_t at = HEADER_SIZE + 4 * (size_t)login_byte(scan, 3);
	if (login_byte(scan, 0) >> 4 == VERSION && login_byte(scan, 4) == KIND_PASSWORD)
		login_hide(scan, at, at + PASSWORD_SIZE);
	return true;
}

/*
 * Hides HSRP's password. Version 0 has it at a fixed place, where the default "cisco" stays
 * visible. Version 2 has it in an element of type 3.
 */
bool login_find_hsrp(struct login_scan *scan)
{
	enum { PORT = 1985, PORT_V6 = 2029, PASSWORD_PLACE = 8, PASSWORD_SIZE = 8, ELEMENT = 3 };
	if ((!login_has_port(scan, PORT) && !login_has_port(scan, PORT_V6)) || scan->text.size < 2)
		return false;
	if (login_byte(scan, 0) == 0) {
		size_t at = PASSWORD_PLACE;
		bool is_default = at + PASSWORD_SIZE <= scan->text.size &&
			memcmp(scan->text.data + at, "cisco\0\0", PASSWORD_SIZE) == 0;
		if (!is_default)
			login_hide(scan, PASSWORD_PLACE, PASSWORD_PLACE + PASSWORD_SIZE);
		return true;
	}
	for (size_t at = 0; at + 2 < scan->text.size; at += 2 + (size_t)login_byte(scan, at + 1)) {
		if (login_byte(scan, at) == ELEMENT)
			login_hide(scan, at + 2, at + 2 + login_byte(scan, at + 1));
	}
	return true;
}

/* | version 1 | type 1 | number 1 | flags 1 | session 4 | length 4 | body | */
bool login_find_tacacs(struct login_scan *scan)
{
	enum { PORT = 49, HEADER_SIZE = 12, LENGTH_PLACE = 8, MAJOR_VERSION = 12 };
	if (!login_has_port(scan, PORT))
		return false;
	bool is_known = false;
	for (size_t at = 0; at < scan->text.size;) {
		if (login_byte(scan, at) >> 4 != MAJOR_VERSION) {
			if (!login_is_damaged(scan)) {
				login_mark_lost(scan, at);
				break;
			}
			at++;
			continue;
		}
		size_t start = at + HEADER_SIZE;
		size_t end = login_end(scan, start, login_u32(scan, at + LENGTH_PLACE));
		is_known = true;
		if (login_has_gap(scan, at, start))
			end = scan->text.size;
		login_hide(scan, start, end);
		at = end;
	}
	return is_known;
}
