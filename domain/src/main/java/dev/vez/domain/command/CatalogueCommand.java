package dev.vez.domain.command;

/** A command to the catalogue machine of the meta group. */
public sealed interface CatalogueCommand extends Command
    permits CreateQueue,
        DeleteQueue,
        ConfirmChange,
        SetConfig,
        MoveShares,
        AddMember,
        RemoveMember {}
