"""Looking: indicators as data, boards made of them, figures that open down to the records behind them."""
