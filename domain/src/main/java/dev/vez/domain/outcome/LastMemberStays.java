package dev.vez.domain.outcome;

/** It is the only voter, without which there would be no cluster. */
public record LastMemberStays() implements RemoveMemberOutcome {}
