package io.annealdb.cli.terminal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.annealdb.cli.terminal.Table.Cell;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import org.junit.jupiter.api.Test;

class TableTest {
    private static final PrintStream NOWHERE = new PrintStream(new ByteArrayOutputStream());
    private static final Terminal PIPE = Terminal.plain(NOWHERE, NOWHERE);
    private static final Terminal SCREEN = new Terminal(NOWHERE, NOWHERE, true, true, 80, "");

    @Test
    void wordsStandLeftAndNumbersRight() {
        Table table =
                new Table()
                        .words("NODE")
                        .numbers("HINTS")
                        .words("STATE")
                        .row("data-1", "0 B", "alive")
                        .row("d", "1.2 KB", "dead");
        assertThat(table.lines(PIPE))
                .containsExactly(
                        "NODE     HINTS  STATE", //
                        "data-1     0 B  alive",
                        "d       1.2 KB  dead");
    }

    @Test
    void noLineEndsInBlanks() {
        Table table = new Table().words("A").words("B").numbers("C").row("x", "", "");
        assertThat(table.lines(PIPE)).containsExactly("A  B  C", "x");
    }

    @Test
    void coloursStandOnTerminalsAlone() {
        Table table = new Table().words("STATE").row(new Cell("dead", Style.BAD));
        assertThat(table.lines(PIPE)).containsExactly("STATE", "dead");
        assertThat(table.lines(SCREEN))
                .containsExactly("\u001b[1mSTATE\u001b[0m", "\u001b[31mdead\u001b[0m");
    }

    @Test
    void coloursDoNotShiftColumns() {
        Table table =
                new Table()
                        .words("A")
                        .words("B")
                        .row(new Cell("x", Style.GOOD), "1")
                        .row("yy", "2");
        assertThat(table.lines(SCREEN).get(1)).isEqualTo("\u001b[32mx\u001b[0m   1");
    }

    @Test
    void aRowHasACellForEachColumn() {
        assertThatThrownBy(() -> new Table().words("A").row("x", "y"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("2 cells in a row of 1 columns");
    }
}
