#ifndef CLI_ANY_ADDRESS_H
#define CLI_ANY_ADDRESS_H

/*
 * "0.0.0.0" and "::" mean all addresses of a machine. Servers listen on them, but no client can
 * connect to them.
 */

/*
 * Returns the loopback address that reaches such a server, "127.0.0.1" or "::1"; NULL when the
 * address is a usual one.
 */
const char *any_address_here(const char *address);

#endif
