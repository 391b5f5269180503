/** The interpreter and its values, by themselves and against LuaJ's own. */
@NullMarked
package dev.vez.adapters.luaj.vm;

import org.jspecify.annotations.NullMarked;
