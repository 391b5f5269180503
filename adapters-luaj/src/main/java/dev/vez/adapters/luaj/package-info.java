/**
 * Hooks in Lua. A script is compiled once, by LuaJ's compiler, and each call of it runs in a world
 * of its own: fresh globals over a read-only library, interpreted under a meter that counts steps
 * and bytes. Nothing is shared between calls but immutable code, so any number of threads may call
 * a hook at once, and no call can see, slow or harm another.
 */
@NullMarked
package dev.vez.adapters.luaj;

import org.jspecify.annotations.NullMarked;
