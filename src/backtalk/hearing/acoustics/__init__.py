"""What can be told of a sound without knowing a word; knows no other folder of hearing."""
