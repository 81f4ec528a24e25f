Console.WriteLine("Moodstream");
