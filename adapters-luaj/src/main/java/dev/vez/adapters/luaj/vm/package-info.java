/**
 * Runs Lua 5.2 byte code under a meter. Nothing here can reach a file, a class, a thread or a
 * clock, and nothing that a script can ask for takes time or memory that is not paid for first:
 * each instruction, each byte copied, each table slot and each nested call is counted, so a script
 * stops at the same place on every machine. The values, tables, calls and metatables are our own
 * rather than LuaJ's, because LuaJ counts instructions but not the work that one instruction or one
 * library call may cause, keeps the metatable of strings in a static field that all scripts of a
 * JVM share, and has tables whose chains a script can make as long as it likes.
 */
@NullMarked
package dev.vez.adapters.luaj.vm;

import org.jspecify.annotations.NullMarked;
